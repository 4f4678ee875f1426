package dev.holdfast.cli.docs;

import dev.holdfast.cli.Holdfast;

import org.junit.jupiter.api.Test;

import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Set;
import java.util.TreeMap;

class CommandsPageTest {
    @Test
    void the_page_has_the_help_of_every_command() throws IOException {
        CommandLine holdfast = Holdfast.commandLine();
        holdfast.setUsageHelpAutoWidth(false).setUsageHelpWidth(120);
        StringBuilder page =
                new StringBuilder(
                        "# Every command\n\nWritten from the code: what `holdfast COMMAND --help` says.\n");
        write(holdfast, "holdfast", page);
        Page.is("docs/commands.md", page.toString());
    }

    private static void write(CommandLine command, String name, StringBuilder page) {
        StringWriter usage = new StringWriter();
        command.usage(new PrintWriter(usage), Ansi.OFF);
        page.append("\n## ").append(name).append("\n\n```text\n");
        page.append(usage.toString().stripTrailing().replaceAll("(?m) +$", ""));
        page.append("\n```\n");
        // One object may have several names; a hidden one is for nobody.
        for (var sub : new TreeMap<>(command.getSubcommands()).entrySet()) {
            boolean isOwnName = sub.getValue().getCommandName().equals(sub.getKey());
            if (isOwnName
                    && !sub.getValue().getCommandSpec().usageMessage().hidden()
                    && !Set.of("help").contains(sub.getKey())) {
                write(sub.getValue(), name + " " + sub.getKey(), page);
            }
        }
    }
}
