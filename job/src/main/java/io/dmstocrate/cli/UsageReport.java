package io.dmstocrate.cli;

import java.io.PrintWriter;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;

/** Tells what is wrong with the arguments; of keys only the names, since values may be secrets. */
final class UsageReport implements IParameterExceptionHandler {

    private static final Pattern VALUE = Pattern.compile("([^\\s'=]+=).*");

    @Override
    public int handleParseException(ParameterException exception, String[] arguments) {
        CommandLine command = exception.getCommandLine();
        PrintWriter messages = command.getErr();
        messages.println(VALUE.matcher(exception.getMessage()).replaceAll("$1…"));
        command.usage(messages);
        messages.flush();
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }
}
