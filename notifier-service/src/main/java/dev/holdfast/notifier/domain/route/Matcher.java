package dev.holdfast.notifier.domain.route;

import dev.holdfast.notifier.domain.news.News;

import java.util.Map;
import java.util.Set;

/// Which news are meant: every attribute named must have one of its values.
///
/// @param wanted values by attribute; an attribute that is not named does not matter
public record Matcher(Map<Attribute, Set<String>> wanted) {
    public static final Matcher ANY = new Matcher(Map.of());

    /// What of news can be asked for.
    public enum Attribute {
        SEVERITY,
        SYSTEM,
        ENVIRONMENT,
        EVENT,
        DRILL;

        String of(News news) {
            return switch (this) {
                case SEVERITY -> news.severity().name();
                case SYSTEM -> news.scope().system();
                case ENVIRONMENT -> news.scope().environment();
                case EVENT -> news.about().written();
                case DRILL -> Boolean.toString(news.scope().drill() != null);
            };
        }
    }

    public Matcher {
        wanted = Map.copyOf(wanted);
    }

    public boolean matches(News news) {
        return wanted.entrySet().stream().allMatch(w -> w.getValue().contains(w.getKey().of(news)));
    }
}
