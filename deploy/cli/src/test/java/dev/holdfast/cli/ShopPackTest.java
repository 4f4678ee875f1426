package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.pack.LabPack;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.pack.Problems;
import dev.holdfast.decision.domain.policy.LimitPolicy;
import dev.holdfast.decision.domain.policy.PolicyFile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The packs that come along, read as every service reads them.
class ShopPackTest {
    private static final Path SHOP = Path.of("../packs/shop");

    @TempDir Path folder;

    @ParameterizedTest
    @MethodSource("packs")
    void nothing_is_wrong_with_it(Path pack) {
        assertThat(check(pack)).contains("nothing wrong");
    }

    @ParameterizedTest
    @MethodSource("packs")
    void nothing_is_wrong_with_it_at_the_pace_of_its_lab(Path pack) throws IOException {
        PackFiles inLab =
                LabPack.of(PackFiles.read(pack.getFileName().toString(), pack)).orElseThrow();
        for (var file : inLab.files().entrySet()) {
            Path copy = folder.resolve(file.getKey());
            Files.createDirectories(copy.getParent());
            Files.writeString(copy, file.getValue());
        }
        assertThat(check(folder)).contains("nothing wrong");
    }

    static List<Path> packs() throws IOException {
        try (var folders = Files.list(SHOP.resolveSibling("."))) {
            return folders.filter(f -> Files.exists(f.resolve("pack.yml"))).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("packs")
    void its_limits_are_no_looser_than_without_it(Path pack) throws IOException {
        LimitPolicy limits =
                PolicyFile.read(PackFiles.read(pack.getFileName().toString(), pack), new Problems())
                        .orElseThrow()
                        .limits();
        LimitPolicy usual = LimitPolicy.DEFAULT;
        assertThat(limits.coolDown()).isGreaterThanOrEqualTo(usual.coolDown());
        assertThat(limits.perSystem()).isLessThanOrEqualTo(usual.perSystem());
        assertThat(limits.perFleet()).isLessThanOrEqualTo(usual.perFleet());
        assertThat(limits.within()).isGreaterThanOrEqualTo(usual.within());
        assertThat(limits.notAgain()).isGreaterThanOrEqualTo(usual.notAgain());
    }

    @Test
    void an_environment_that_has_the_targets_of_another_is_refused() throws IOException {
        try (var files = Files.list(SHOP)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        Path manifest = folder.resolve("pack.yml");
        String two = "environments:\n  staging: {match: {system: shop-staging}}\n";
        Files.writeString(manifest, Files.readString(manifest).replace("environments:\n", two));
        assertThat(check(folder)).contains("have the same variables");
        Files.writeString(
                manifest,
                Files.readString(manifest)
                        .replace(
                                "shop-staging}}",
                                "shop-staging}, variables: {shop-home: /opt/s}}"));
        assertThat(check(folder)).contains("nothing wrong");
    }

    @Test
    void mistakes_in_several_files_are_told_at_once_with_their_places() throws IOException {
        try (var files = Files.list(SHOP)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text =
                        Files.readString(file)
                                .replace("sum(rate(", "summ(rate(")
                                .replace("action: link.switch", "action: link.swich")
                                .replace("action: watch", "action: wach");
                Files.writeString(folder.resolve(file.getFileName()), text);
            }
        }
        assertThat(check(folder))
                .containsPattern("triggers.yml:\\d+:\\d+: ")
                .containsPattern("runbooks.yml:\\d+:\\d+: .*link.switch")
                .containsPattern("decisions.yml:\\d+:\\d+: .*watch");
    }

    private static String check(Path pack) {
        var out = new StringWriter();
        Holdfast.commandLine().setOut(new PrintWriter(out)).execute("check", pack.toString());
        return out.toString();
    }
}
