package dev.holdfast.cli.command;

import dev.holdfast.local.Service;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.Map;

/// `holdfast attest VERIFICATION CHECK yes|no`
@Command(
        name = "attest",
        description = "Answers a check that asks people, such as \"are there customer reports?\".",
        footer = {
            "",
            "Example:",
            "  holdfast attest 6d1f… no-reports yes -r 'support has had no call since 14:10'"
        })
public final class AttestCommand implements Runnable {
    private enum Word {
        YES,
        NO
    }

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Place place = new Place();

    @Parameters(index = "0", paramLabel = "VERIFICATION", description = "Its id.")
    private String verification = "";

    @Parameters(index = "1", paramLabel = "CHECK", description = "The check's name.")
    private String check = "";

    @Parameters(index = "2", paramLabel = "yes|no", description = "yes: it is as it must be.")
    private Word answer = Word.NO;

    @Option(
            names = {"-r", "--reason"},
            paramLabel = "TEXT",
            required = true,
            description = "How you know; it is kept with the verdict.")
    private String reason = "";

    @Override
    public void run() {
        place.services()
                .post(
                        Service.VERIFIER,
                        "/api/verifications/%s/attest".formatted(verification),
                        Map.of(
                                "check",
                                check,
                                "answer",
                                answer == Word.YES ? "yes" : "no",
                                "reason",
                                reason));
        var out = spec.commandLine().getOut();
        out.printf("%s of verification %s is answered.%n", check, verification);
        out.flush();
    }
}
