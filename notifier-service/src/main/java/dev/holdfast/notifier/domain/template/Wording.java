package dev.holdfast.notifier.domain.template;

import dev.holdfast.notifier.domain.news.News;
import dev.holdfast.notifier.domain.news.Occasion;
import dev.holdfast.notifier.domain.news.Word;
import dev.holdfast.notifier.domain.route.Audience;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The words for each occasion and audience: a pack's own before the ones that come with Holdfast,
/// which are the procedures'.
public final class Wording {
    /// Words of ours for anybody outside the house.
    private static final String OUTSIDE = "outside/";

    private static final Map<String, Template> STANDARD = standard();

    private final Map<String, Template> own;

    /// @param own by `event` or `audience/event`
    public Wording(Map<String, Template> own) {
        this.own = Map.copyOf(own);
    }

    /// The text, or nothing where no words are meant for this audience: what is written for
    /// engineers never reaches people outside. A template that fails gives way to the next one, and
    /// the last of them to a plain line: nobody stays untold because of its words. For people outside
    /// that is the subject alone, for somebody to write what is missing.
    public Optional<Text> text(News news, Audience audience, Format format) {
        String remark = "";
        for (Template template : candidates(news.about(), audience)) {
            try {
                return Optional.of(template.render(news, format).because(remark));
            } catch (RuntimeException e) {
                remark = "its own words could not be used: " + firstLine(e);
            }
        }
        if (remark.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of((audience.outside() ? bare(news) : plain(news, format)).because(remark));
    }

    private static Text bare(News news) {
        return Text.of(news.about().written() + "\n\n(these words are to be written)")
                .toBeWritten();
    }

    private static Text plain(News news, Format format) {
        String subject =
                "%s: %s"
                        .formatted(
                                news.about().written(),
                                format.escape(news.words().getOrDefault(Word.TITLE, "")));
        return Text.of(subject + "\n\n" + format.escape(news.words().getOrDefault(Word.LINK, "")));
    }

    private static String firstLine(RuntimeException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("it broke");
    }

    private List<Template> candidates(Occasion about, Audience audience) {
        String event = about.written();
        String special = audience.written() + "/" + event;
        Stream<String> names =
                audience.outside()
                        ? Stream.of(special, OUTSIDE + event)
                        : Stream.of(special, event);
        return names.flatMap(n -> Stream.of(of(own, n), of(STANDARD, n)))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Template> of(Map<String, Template> templates, String name) {
        return Optional.ofNullable(templates.get(name));
    }

    private static Map<String, Template> standard() {
        Map<String, Template> all = new HashMap<>();
        for (Occasion about : Occasion.values()) {
            String inside = about.written();
            all.put(inside, Template.read(required(inside)));
            Stream<String> special =
                    Arrays.stream(Audience.values()).map(a -> a.written() + "/" + inside);
            Stream.concat(Stream.of(OUTSIDE + inside), special)
                    .forEach(name -> {
                        String text = resource(name);
                        if (text != null) {
                            all.put(name, Template.read(text));
                        }
                    });
        }
        return Map.copyOf(all);
    }

    private static String required(String name) {
        String text = resource(name);
        if (text == null) {
            throw new IllegalStateException(
                    "The wording %s.peb is missing from the jar".formatted(name));
        }
        return text;
    }

    private static @Nullable String resource(String name) {
        try (InputStream in = Wording.class.getResourceAsStream("/wording/" + name + ".peb")) {
            return in == null ? null : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The wording %s.peb cannot be read".formatted(name), e);
        }
    }
}
