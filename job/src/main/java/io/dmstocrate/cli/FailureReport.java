package io.dmstocrate.cli;

import io.dmstocrate.config.InvalidOptionsException;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Tells people what went wrong, and remembers it for a cluster. */
final class FailureReport implements IExecutionExceptionHandler {

    private Exception failure;

    @Override
    public int handleExecutionException(
            Exception exception, CommandLine program, ParseResult arguments) {
        failure = exception;
        InvalidOptionsException invalid = FailureMessage.invalidOptions(exception);
        if (invalid != null) {
            program.getErr().println(invalid.getMessage());
            return ExitCode.USAGE;
        }
        program.getErr().println("dms-to-crate failed: " + FailureMessage.of(exception));
        if (program.getParseResult().matchedOptionValue("--verbose", false)) {
            exception.printStackTrace(program.getErr());
        } else {
            program.getErr().println("--verbose shows where.");
        }
        program.getErr().flush();
        return ExitCode.SOFTWARE;
    }

    /** What went wrong; null if nothing did. */
    Exception failure() {
        return failure;
    }
}
