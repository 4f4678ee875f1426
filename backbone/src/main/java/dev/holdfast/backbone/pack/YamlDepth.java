package dev.holdfast.backbone.pack;

import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;

import java.util.Optional;

/// How deep a file is nested, found without nesting: what reads it afterwards goes down as deep as it
/// does, and must not run out of stack in the middle of a service.
public final class YamlDepth {
    /// Far deeper than any pack's file.
    public static final int MOST = 60;

    private YamlDepth() {}

    /// Where the file goes deeper than that, if it does. Throws what the parser throws.
    static Optional<Mark> tooDeep(LoadSettings settings, String text) {
        return tooDeep(settings, text, MOST);
    }

    /// The same for documents of others, which may be deeper: `most` levels.
    public static Optional<Mark> tooDeep(LoadSettings settings, String text, int most) {
        int depth = 0;
        for (Event event : new Parse(settings).parseString(text)) {
            if (event instanceof CollectionStartEvent) {
                depth++;
            } else if (event instanceof CollectionEndEvent) {
                depth--;
            }
            if (depth > most) {
                return event.getStartMark();
            }
        }
        return Optional.empty();
    }
}
