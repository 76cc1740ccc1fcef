package io.dmstocrate.cli;

import io.dmstocrate.DmsToCrateJob;
import io.dmstocrate.config.PropertyGroups;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The program's entry: finds the command that was asked for and ends with its exit code: 0 if it
 * did what it should, 1 if it failed, 2 if its arguments or configuration can't be used.
 */
@Command(
        name = "dms-to-crate",
        description = "Keeps the tables AWS DMS writes to Kinesis up to date in CrateDB.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "dms-to-crate COMMAND --help tells more."},
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
public final class Main implements Runnable {

    @Spec private CommandSpec spec;

    private Main() {}

    public static void main(String[] args) {
        boolean local = JobRun.isLocal();
        FailureReport report = new FailureReport();
        int code = program(DmsToCrateJob::define, report).execute(arguments(args, local));
        if (local) {
            System.exit(code);
        }
        if (code != ExitCode.OK) {
            // A cluster shows an exception, and must not be ended by System.exit.
            throw new IllegalStateException("dms-to-crate failed", report.failure());
        }
    }

    /** The program with all its commands. */
    static CommandLine program(JobDefinition job, FailureReport report) {
        CommandLine program = new CommandLine(new Main());
        program.addSubcommand(new RunCommand(job));
        program.addSubcommand(new DemoCommand(job));
        program.setExecutionExceptionHandler(report);
        program.setParameterExceptionHandler(new UsageReport());
        // Else a key would be taken for the file of a --config that lacks it, and told of.
        program.setUnmatchedOptionsAllowedAsOptionParameters(false);
        return program;
    }

    /** A cluster starts the job without naming a command. */
    static String[] arguments(String[] args, boolean local) {
        boolean keysOnly =
                args.length == 0
                        ? !local || Files.exists(PropertyGroups.MANAGED_FILE)
                        : args[0].startsWith("--") && !isHelp(args[0]);
        if (!keysOnly) {
            return args;
        }
        List<String> all = new ArrayList<>(List.of("run"));
        all.addAll(Arrays.asList(args));
        return all.toArray(String[]::new);
    }

    private static boolean isHelp(String argument) {
        return argument.equals("--help") || argument.equals("--version");
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }
}
