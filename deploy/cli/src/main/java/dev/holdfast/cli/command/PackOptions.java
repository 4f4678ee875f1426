package dev.holdfast.cli.command;

import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.cli.Exit;
import dev.holdfast.cli.Failure;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How a pack is read from its folder.
public final class PackOptions {
    private static final String MANIFEST = "pack.yml";
    private static final Pattern SYSTEM = Pattern.compile("(?m)^system:\\s*['\"]?([a-z0-9-]+)");

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "Another value for a variable of pack.yml; may be given several times.")
    private Map<String, String> values = new LinkedHashMap<>();

    PackFiles read(Path folder) {
        return read(folder, values);
    }

    /// Reads the folder with other values for some of its variables: one pack, many machines.
    public static PackFiles read(Path folder, Map<String, String> values) {
        if (!Files.isRegularFile(folder.resolve(MANIFEST))) {
            throw new Failure(
                    Exit.USAGE, "%s is no pack: it has no %s".formatted(folder, MANIFEST));
        }
        try {
            PackFiles found = PackFiles.read("pack", folder);
            var files = new TreeMap<>(found.files());
            String manifest = files.getOrDefault(MANIFEST, "");
            Matcher system = SYSTEM.matcher(manifest);
            if (!system.find()) {
                throw new Failure(
                        Exit.FAILED,
                        "%s names no system: it needs a line `system: NAME`"
                                .formatted(folder.resolve(MANIFEST)));
            }
            for (var value : values.entrySet()) {
                manifest = withVariable(manifest, value.getKey(), value.getValue());
            }
            files.put(MANIFEST, manifest);
            return new PackFiles(system.group(1), files);
        } catch (IOException e) {
            throw new Failure(Exit.FAILED, "Cannot read the pack %s: %s".formatted(folder, e), e);
        }
    }

    /// Lines and columns of everything else stay where they are, so that messages fit the file.
    static String withVariable(String manifest, String name, String value) {
        Pattern line =
                Pattern.compile("(?m)^(\\s+%s:)[ \\t]*\\S.*$".formatted(Pattern.quote(name)));
        Matcher found = line.matcher(manifest);
        if (!found.find()) {
            throw new Failure(
                    Exit.USAGE, "--set %s: pack.yml has no variable of that name".formatted(name));
        }
        return found.replaceFirst(
                "$1 " + Matcher.quoteReplacement("\"" + value.replace("\"", "\\\"") + "\""));
    }
}
