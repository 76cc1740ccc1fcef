package io.dmstocrate.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program's entry: finds the command that was asked for and ends with its exit code. */
@Command(
        name = "dms-to-crate",
        description = "Keeps the tables AWS DMS writes to Kinesis up to date in CrateDB.",
        mixinStandardHelpOptions = true,
        version = "dms-to-crate 0.1.0-SNAPSHOT")
public final class Main implements Runnable {

    @Spec private CommandSpec spec;

    private Main() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }
}
