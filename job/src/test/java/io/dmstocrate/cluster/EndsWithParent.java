package io.dmstocrate.cluster;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/**
 * Runs another program's {@code main}, and ends the process when the one that started it has ended,
 * in whatever way: then its standard input ends.
 */
public final class EndsWithParent {

    private EndsWithParent() {}

    /**
     * Runs a program.
     *
     * @param args the name of the program's class, then its arguments
     */
    public static void main(String[] args) throws Exception {
        Thread watch = new Thread(EndsWithParent::watch, "ends with parent");
        watch.setDaemon(true);
        watch.start();
        try {
            Class.forName(args[0])
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) Arrays.copyOfRange(args, 1, args.length));
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private static void watch() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // Its end, too.
        }
        Runtime.getRuntime().halt(1);
    }
}
