package dev.holdfast.cli;

import dev.holdfast.cli.command.AbortCommand;
import dev.holdfast.cli.command.ApproveCommand;
import dev.holdfast.cli.command.AttestCommand;
import dev.holdfast.cli.command.AuditCommand;
import dev.holdfast.cli.command.BacktestCommand;
import dev.holdfast.cli.command.BreakGlassCommand;
import dev.holdfast.cli.command.CanaryCommand;
import dev.holdfast.cli.command.CheckCommand;
import dev.holdfast.cli.command.CompletionCommand;
import dev.holdfast.cli.command.DemoCommand;
import dev.holdfast.cli.command.DenyCommand;
import dev.holdfast.cli.command.DoctorCommand;
import dev.holdfast.cli.command.DownCommand;
import dev.holdfast.cli.command.DrillCommand;
import dev.holdfast.cli.command.ExplainCommand;
import dev.holdfast.cli.command.FactCommand;
import dev.holdfast.cli.command.FixCommand;
import dev.holdfast.cli.command.GroupsCommand;
import dev.holdfast.cli.command.HaltCommand;
import dev.holdfast.cli.command.ImagesCommand;
import dev.holdfast.cli.command.ImportCommand;
import dev.holdfast.cli.command.IncidentsCommand;
import dev.holdfast.cli.command.InitCommand;
import dev.holdfast.cli.command.ModeCommand;
import dev.holdfast.cli.command.NoteCommand;
import dev.holdfast.cli.command.NotifyCommand;
import dev.holdfast.cli.command.ObservedCommand;
import dev.holdfast.cli.command.PackCommand;
import dev.holdfast.cli.command.PauseCommand;
import dev.holdfast.cli.command.PlanCommand;
import dev.holdfast.cli.command.ReadyCommand;
import dev.holdfast.cli.command.RehearseCommand;
import dev.holdfast.cli.command.ReleaseCommand;
import dev.holdfast.cli.command.ResumeCommand;
import dev.holdfast.cli.command.RollbackCommand;
import dev.holdfast.cli.command.RunCommand;
import dev.holdfast.cli.command.ShowCommand;
import dev.holdfast.cli.command.SignalCommand;
import dev.holdfast.cli.command.SloCommand;
import dev.holdfast.cli.command.StatusCommand;
import dev.holdfast.cli.command.StepCommand;
import dev.holdfast.cli.command.TasksCommand;
import dev.holdfast.cli.command.TestCommand;
import dev.holdfast.cli.command.TokenCommand;
import dev.holdfast.cli.command.TrialCommand;
import dev.holdfast.cli.command.UpCommand;
import dev.holdfast.cli.command.VerifyCommand;
import dev.holdfast.cli.command.WatchCommand;
import dev.holdfast.cli.command.WhatIfCommand;
import dev.holdfast.local.LocalException;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ScopeType;

import java.io.PrintWriter;

/// The command `holdfast`.
@Command(
        name = "holdfast",
        version = "holdfast 0.1.0",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        synopsisSubcommandLabel = "COMMAND",
        description =
                "Watches production; when a release breaks it, puts back the last version that held, "
                        + "proves that the system is healed, and tells people.",
        footerHeading = "%n",
        footer = {
            "Start here:",
            "  holdfast demo                        see the whole job on a real shop, about a minute",
            "  holdfast up                          start the house on this machine",
            "  holdfast check deploy/packs/shop     is this pack right?",
            "  holdfast pack apply deploy/packs/shop",
            "  holdfast incidents                   what is open",
            "  holdfast show shop-20261120-4f2a     everything about one incident",
            "  holdfast halt on -r 'we look first'  kill switch: nothing acts any more",
            "",
            "Exit codes: 0 done  1 refused or failed  2 wrong usage  3 a service does not answer",
            "            4 no such thing  5 not allowed (token, role)  6 inconclusive (verify)",
            "",
            "Completion: source <(holdfast completion bash)"
        },
        subcommands = {
            DemoCommand.class,
            DrillCommand.class,
            CanaryCommand.class,
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            IncidentsCommand.class,
            GroupsCommand.class,
            InitCommand.class,
            ShowCommand.class,
            ApproveCommand.class,
            DenyCommand.class,
            AbortCommand.class,
            BreakGlassCommand.class,
            FactCommand.class,
            FixCommand.class,
            NoteCommand.class,
            TasksCommand.class,
            ExplainCommand.class,
            WhatIfCommand.class,
            ObservedCommand.class,
            AuditCommand.class,
            PauseCommand.class,
            ResumeCommand.class,
            StepCommand.class,
            ReadyCommand.class,
            RunCommand.class,
            ImportCommand.class,
            RollbackCommand.class,
            PlanCommand.class,
            ModeCommand.class,
            HaltCommand.class,
            WatchCommand.class,
            VerifyCommand.class,
            AttestCommand.class,
            CheckCommand.class,
            TestCommand.class,
            BacktestCommand.class,
            SloCommand.class,
            PackCommand.class,
            ReleaseCommand.class,
            SignalCommand.class,
            NotifyCommand.class,
            DoctorCommand.class,
            ImagesCommand.class,
            TokenCommand.class,
            TrialCommand.class,
            CompletionCommand.class,
            RehearseCommand.class
        })
public final class Holdfast implements Runnable {
    private static final int WIDTH = 100;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /// The command line, ready to run; tests run it in their own JVM.
    public static CommandLine commandLine() {
        return new CommandLine(new Holdfast())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(WIDTH)
                .setUsageHelpAutoWidth(true)
                .setExecutionExceptionHandler(failures());
    }

    private static IExecutionExceptionHandler failures() {
        return (e, command, _) -> {
            int code =
                    switch (e) {
                        case Failure failure -> failure.exitCode();
                        case LocalException _ -> Exit.FAILED;
                        default -> throw e;
                    };
            PrintWriter err = command.getErr();
            err.println(command.getColorScheme().errorText("holdfast: " + e.getMessage()));
            return code;
        };
    }

    /// Without a command: the help.
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
