package dev.holdfast.notifier.domain.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.Release;
import dev.holdfast.notifier.domain.report.Deliveries.Figures;
import dev.holdfast.notifier.domain.route.Rotation;
import dev.holdfast.notifier.domain.route.Rotation.OnCall;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

class ReportTest {
    private static final Instant NOW = Instant.parse("2026-11-20T14:00:00Z");

    @Test
    void what_comes_from_outside_stays_text_in_every_form() {
        List<Block> blocks =
                List.of(
                        new Block.Heading(1, "<script>alert(1)</script>\n# forged"),
                        new Block.Table(List.of("a"), List.of(List.of("x | y"))));
        assertThat(Markdown.of(blocks))
                .contains("# &lt;script&gt;alert(1)&lt;/script&gt; \\# forged", "| x \\| y |")
                .doesNotContain("\n# forged");
        assertThat(Html.of("\"><b>", "/", blocks))
                .contains("<title>&quot;&gt;&lt;b&gt;</title>", "&lt;script&gt;")
                .doesNotContain("<script");
    }

    @Test
    void an_invitation_is_folded_and_escaped_as_the_standard_wants() {
        String ics =
                new Invitation(
                                "i@holdfast",
                                "Post-mortem: ü, 21 %; " + "x".repeat(90),
                                "one\ntwo",
                                NOW,
                                NOW.plus(Duration.ofDays(2)),
                                Duration.ofHours(1),
                                "o@shop.example",
                                List.of("a@shop.example"))
                        .ics();
        assertThat(ics.split("\r\n"))
                .allMatch(l -> l.getBytes(java.nio.charset.StandardCharsets.UTF_8).length <= 75);
        assertThat(ics.replace("\r\n ", ""))
                .contains(
                        "SUMMARY:Post-mortem: ü\\, 21 %\\; xxx",
                        "DESCRIPTION:one\\ntwo", "DTEND:20261122T150000Z");
    }

    @Test
    void dora_counts_what_changed_what_failed_and_how_fast_it_was_back() {
        Deliveries d = Deliveries.NONE;
        for (int i = 0; i < 4; i++) {
            d = d.deployed(new Release("backend", "1." + i), NOW.minus(Duration.ofDays(i)));
        }
        d = d.deployed(new Release("backend", "0.9"), NOW.minus(Duration.ofDays(31)));
        d = d.failed("i1", new Release("backend", "1.3"), NOW.minus(Duration.ofMinutes(9)));
        d = d.failed("i1", new Release("backend", "1.3"), NOW);
        // Whatever comes first, the earliest counts: topics have no order.
        d = d.restored("i1", NOW.plusSeconds(60)).restored("i1", NOW);
        d = d.restored("i1", NOW.plusSeconds(90));
        assertThat(d.figures(30, NOW))
                .isEqualTo(
                        new Figures(30, 4, 1, 0.25, Duration.ofMinutes(9), Duration.ofMinutes(9)));
        assertThat(Deliveries.NONE.figures(30, NOW).failRate()).isNull();
    }

    @Test
    void people_take_turns() {
        Rotation weeks =
                new Rotation(
                        List.of(new OnCall("ana", ""), new OnCall("ben", "")),
                        NOW,
                        Duration.ofDays(7));
        assertThat(weeks.at(NOW.minusSeconds(1)).orElseThrow().name()).isEqualTo("ana");
        assertThat(weeks.at(NOW.plus(Duration.ofDays(7)).minusMillis(1)).orElseThrow().name())
                .isEqualTo("ana");
        assertThat(weeks.at(NOW.plus(Duration.ofDays(7))).orElseThrow().name()).isEqualTo("ben");
        assertThat(weeks.at(NOW.plus(Duration.ofDays(14))).orElseThrow().name()).isEqualTo("ana");
        assertThat(Rotation.NOBODY.at(NOW)).isEmpty();
    }
}
