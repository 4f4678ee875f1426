package dev.holdfast.notifier.io.folder;

import dev.holdfast.notifier.domain.notice.Letter;
import dev.holdfast.notifier.domain.notice.Outcome;
import dev.holdfast.notifier.domain.plan.Address.FolderAddress;
import dev.holdfast.notifier.io.channel.Channel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// Writes one Markdown file a notice, whole or not at all. The name follows from the notice, so an
/// attempt made again replaces the same file.
public final class FolderChannel implements Channel<FolderAddress> {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final Path root;

    /// @param root all folders of packs lie under it
    public FolderChannel(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    @Override
    public Class<FolderAddress> serves() {
        return FolderAddress.class;
    }

    @Override
    public Outcome send(FolderAddress address, Letter letter) {
        Path folder = root.resolve(address.path()).resolve(safe(about(letter))).normalize();
        if (!folder.startsWith(root)) {
            return new Outcome.Refused("%s leads out of %s".formatted(address.path(), root));
        }
        String name =
                "%s-%s-%s.md"
                        .formatted(
                                TIME.format(letter.happenedAt()),
                                letter.about(),
                                letter.id().substring(0, 8));
        try {
            Files.createDirectories(folder);
            Path draft = folder.resolve("." + name + ".part");
            Files.writeString(draft, letter.text() + "\n", StandardCharsets.UTF_8);
            Files.move(
                    draft,
                    folder.resolve(name),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            String invitation = letter.facts().get(Letter.INVITATION);
            if (invitation != null) {
                Files.writeString(folder.resolve(name.replace(".md", ".ics")), invitation);
            }
            return new Outcome.Delivered(folder.resolve(name).toString());
        } catch (IOException e) {
            return new Outcome.Later("%s cannot be written: %s".formatted(folder, e), null);
        }
    }

    private static String about(Letter letter) {
        String incident = letter.incident();
        return incident == null ? letter.scope() : incident;
    }

    private static String safe(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9._-]", "-").replaceAll("^\\.+", "-");
        return plain.isEmpty() ? "-" : plain;
    }
}
