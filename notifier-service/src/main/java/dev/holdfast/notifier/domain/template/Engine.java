package dev.holdfast.notifier.domain.template;

import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.extension.Extension;
import io.pebbletemplates.pebble.extension.ExtensionCustomizer;
import io.pebbletemplates.pebble.extension.Filter;
import io.pebbletemplates.pebble.extension.Function;
import io.pebbletemplates.pebble.loader.StringLoader;
import io.pebbletemplates.pebble.tokenParser.TokenParser;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// A Pebble engine that can choose, repeat and print, and nothing else: no method calls, no
/// includes, no macros, no functions. Templates come from packs, which people write for others.
final class Engine {
    private static final Set<String> TAGS = Set.of("if", "for", "set", "verbatim");
    private static final Set<String> FILTERS =
            Set.of(
                    "upper",
                    "lower",
                    "capitalize",
                    "title",
                    "trim",
                    "default",
                    "join",
                    "length",
                    "first",
                    "last");

    /// A notice that grows longer than this is a mistake in its template.
    private static final int LONGEST = 32_768;

    private Engine() {}

    static PebbleEngine build() {
        return new PebbleEngine.Builder()
                .loader(new StringLoader())
                .cacheActive(false)
                .strictVariables(true)
                .autoEscaping(false)
                .newLineTrimming(false)
                .maxRenderedSize(LONGEST)
                .defaultLocale(Locale.ROOT)
                .methodAccessValidator((_, _) -> false)
                .registerExtensionCustomizer(Few::new)
                .build();
    }

    /// Leaves of an extension only what is on the lists.
    private static final class Few extends ExtensionCustomizer {
        Few(Extension original) {
            super(original);
        }

        @Override
        public List<TokenParser> getTokenParsers() {
            List<TokenParser> all = super.getTokenParsers();
            return all == null
                    ? List.of()
                    : all.stream().filter(p -> TAGS.contains(p.getTag())).toList();
        }

        @Override
        public Map<String, Filter> getFilters() {
            Map<String, Filter> all = super.getFilters();
            return all == null
                    ? Map.of()
                    : all.entrySet().stream()
                            .filter(e -> FILTERS.contains(e.getKey()))
                            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        }

        @Override
        public Map<String, Function> getFunctions() {
            return Map.of();
        }
    }
}
