package dev.holdfast.detector.domain.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.detector.domain.series.Labels;

import org.junit.jupiter.api.Test;

import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/// What detectors of before have kept is read. The bytes are of their own writing: a firing alert, a recorded series
/// and a signal, ten seconds after the beginning.
class StateFormsTest {
    private static final String RULES =
            EngineStory.rule(
                    "- {alert: Down, expr: 'up == 0', for: 5s}\n- {record: twice, expr: '2 * up'}\n");

    /// Form 3: without when the series of signals were last told again.
    private static final String THREE =
            "AAAAAwAAAYvP5Y8QAAABi8/lkQQAAAGLz+WPEAAAAAAAAAAAAgAAABdhbGVydCBnIERvd24gdXAgPT0gMCB7"
                    + "fQAAAAIAAAAEAAhfX25hbWVfXwAGQUxFUlRTAAlhbGVydG5hbWUABERvd24ACmFsZXJ0c3RhdGUABmZpcmlu"
                    + "ZwADam9iAARzaG9wAAAAAwAIX19uYW1lX18AEEFMRVJUU19GT1JfU1RBVEUACWFsZXJ0bmFtZQAERG93bgAD"
                    + "am9iAARzaG9wAAAAAQAAAAIACWFsZXJ0bmFtZQAERG93bgADam9iAARzaG9wAAAAAgAIX19uYW1lX18AAnVw"
                    + "AANqb2IABHNob3AAAAAAAAAAAAAAAYvP5X9wAAABi8/ljxACAAABi8/la+gAAAAYcmVjb3JkIGcgdHdpY2Ug"
                    + "MiAqIHVwIHt9AAAAAQAAAAIACF9fbmFtZV9fAAV0d2ljZQADam9iAARzaG9wAAAAAAAAAAEAAnMxAAAAAQAA"
                    + "AAIACWNvbXBvbmVudAAHYmFja2VuZAAEdHlwZQATZGVwbG95bWVudC5maW5pc2hlZD/wAAAAAAAAAAABi8/l"
                    + "bdwAAAGLz+Vt3A==";

    private static final String SAMPLES =
            "AXicY2Bg4GBgYGBi4IiPz0vMTY2PZ2AqLWBgzspPYmApzsgvAEoyA7EoAwNj9/mn2S8YoGD5+cjDDUCaBUkn"
                    + "m6OPa1BIMANnYk5qUQlIkIHFJb88j4ELLFBckliSysBekJqXkpmXjmmHHMwO+w8wOwI/P/wGtVAArAphmQDE"
                    + "sng3/6D44BDHEFdMa1FsYAFicZgNjjdD/jg4QGxY8fMAWgiwlpRnJqeiamcFYkn0QFj4KfDLyrIpNQ/Q3Maf"
                    + "kZ+TkpZYXBJfnJmel5jDwJmcn1uQn5eaV8LAnpSYnA0MAgaWksqCVAbhlNSCnPzKXKCUXlpmXmZxRmoK0DRG"
                    + "iI9B1uXegYUHmi1iaLYUx5fkl5BjGRMignNvw2xawHDE/x+ajTJoNsbngNmpyfl5KcUUehIcJQlgq0lOU2xp"
                    + "mUUYSQrkK2GI6fUFsCBcP58BAJXb2uA=";

    private static final int HOUSEKEPT_AT = 4 + 3 * 8;

    /// What builds after that wrote under the same number: with the time when signals were last told again.
    private static String threeWithHousekept() {
        byte[] three = Base64.getDecoder().decode(THREE);
        byte[] longer =
                ByteBuffer.allocate(three.length + Long.BYTES)
                        .put(three, 0, HOUSEKEPT_AT)
                        .putLong(EngineStory.T0 + 7_000)
                        .put(three, HOUSEKEPT_AT, three.length - HOUSEKEPT_AT)
                        .array();
        return Base64.getEncoder().encodeToString(longer);
    }

    private static EngineStory story(String state) {
        EngineStory story = new EngineStory(RULES);
        Base64.Decoder base64 = Base64.getDecoder();
        story.engine =
                Engine.restore(
                        EngineStory.pack(RULES),
                        EngineSettings.DEFAULTS,
                        List.of(base64.decode(SAMPLES)),
                        base64.decode(state));
        return story;
    }

    @Test
    void the_form_before_goes_on_where_it_stopped() {
        goesOn(story(THREE));
    }

    @Test
    void the_other_form_of_the_same_number_goes_on_too() {
        EngineStory story = story(threeWithHousekept());
        byte[] state = story.engine.checkpoint().state();
        assertThat(ByteBuffer.wrap(state).getLong(HOUSEKEPT_AT)).isEqualTo(EngineStory.T0 + 7_000);
        goesOn(story);
    }

    @Test
    void bytes_that_end_too_early_or_too_late_are_no_state() {
        byte[] three = Base64.getDecoder().decode(THREE);
        for (int length : new int[] {three.length - 1, three.length + 1}) {
            String other = Base64.getEncoder().encodeToString(Arrays.copyOf(three, length));
            assertThatThrownBy(() -> story(other)).isInstanceOf(UncheckedIOException.class);
        }
    }

    private static void goesOn(EngineStory story) {
        assertThat(story.engine.watermark()).isEqualTo(EngineStory.T0 + 10_000);
        String down = story.engine.rules().getFirst().rules().getFirst().state();
        assertThat(down).isEqualTo("firing");
        story.sample("up{job=\"shop\"}", 12, 1).tick(13);
        assertThat(story.told).singleElement().asString().startsWith("cleared").contains("at 1");
        story.take(
                new Input.Signal(
                        "s1", "deployment.finished", Labels.EMPTY, EngineStory.T0 + 13_000));
        var total = story.engine.query("holdfast_signals_total", EngineStory.T0 + 13_000);
        assertThat(((QueryResult.Vector) total).samples())
                .as("the signal is known by its id")
                .singleElement()
                .satisfies(s -> assertThat(s.value()).isEqualTo(1));
    }

    @Test
    void what_is_written_now_says_its_own_form() {
        byte[] state = story(THREE).engine.checkpoint().state();
        assertThat(state).startsWith(0, 0, 0, 4);
        assertThat(story(Base64.getEncoder().encodeToString(state)).engine.checkpoint().state())
                .isEqualTo(state);
    }
}
