package dev.holdfast.notifier.io.page;

import dev.holdfast.backbone.json.Json;
import dev.holdfast.notifier.domain.notice.Letter;
import dev.holdfast.notifier.domain.notice.Outcome;
import dev.holdfast.notifier.domain.plan.Address.StatusFolderAddress;
import dev.holdfast.notifier.domain.report.Html;
import dev.holdfast.notifier.io.channel.Channel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Collectors;

/// Keeps a static status page: `index.html` for people and `status.json` for machines, each replaced
/// whole. Any web server or bucket can serve the folder; nothing of it needs Holdfast to be up.
public final class StatusFolderChannel implements Channel<StatusFolderAddress> {
    private final Path root;

    /// @param root all pages of packs lie under it
    public StatusFolderChannel(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    @Override
    public Class<StatusFolderAddress> serves() {
        return StatusFolderAddress.class;
    }

    @Override
    public synchronized Outcome send(StatusFolderAddress address, Letter letter) {
        Path folder = root.resolve(address.path()).normalize();
        if (!folder.startsWith(root)) {
            return new Outcome.Refused("%s leads out of %s".formatted(address.path(), root));
        }
        try {
            Files.createDirectories(folder);
            Path json = folder.resolve("status.json");
            StatusPage before =
                    Files.exists(json)
                            ? Json.read(Files.readAllBytes(json), StatusPage.class)
                            : StatusPage.empty(address.title());
            StatusPage page = before.told(letter);
            replace(folder.resolve("index.html"), html(page));
            replace(json, Json.text(page));
            return new Outcome.Delivered(folder.resolve("index.html").toString());
        } catch (IOException e) {
            return new Outcome.Later("%s cannot be written: %s".formatted(folder, e), null);
        }
    }

    private static void replace(Path file, String text) throws IOException {
        Path draft = file.resolveSibling("." + file.getFileName() + ".part");
        Files.writeString(draft, text);
        Files.move(
                draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String html(StatusPage page) {
        boolean open = page.incidents().stream().anyMatch(StatusPage.Shown::open);
        return """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="refresh" content="60"><title>%1$s</title>
        <style>
        :root{color-scheme:light dark}
        body{font:16px/1.5 system-ui,sans-serif;max-width:44rem;margin:3rem auto;padding:0 1rem}
        .state{padding:1rem 1.25rem;border-radius:.5rem;color:#fff;background:%3$s;font-weight:600}
        article{margin:2rem 0;border-top:1px solid #8886;padding-top:1rem}
        time{opacity:.75;font-size:.875rem} p{white-space:pre-wrap;overflow-wrap:anywhere}
        </style></head>
        <body><h1>%1$s</h1><p class="state">%2$s</p>
        %4$s
        </body></html>
        """
                .formatted(
                        Html.text(page.title()),
                        Html.text(page.status()),
                        open ? "#b4232a" : "#1a7f4b",
                        page.incidents().stream()
                                .map(StatusFolderChannel::article)
                                .collect(Collectors.joining("\n")));
    }

    private static String article(StatusPage.Shown shown) {
        return "<article><h2>%s</h2>%s</article>"
                .formatted(
                        Html.text(shown.title()),
                        shown.updates().stream()
                                .map(u ->
                                        "<time datetime=\"%1$s\">%1$s</time><p>%2$s</p>"
                                                .formatted(u.at(), lines(u.text())))
                                .collect(Collectors.joining()));
    }

    private static String lines(String text) {
        return text.lines().map(Html::text).collect(Collectors.joining("\n"));
    }
}
