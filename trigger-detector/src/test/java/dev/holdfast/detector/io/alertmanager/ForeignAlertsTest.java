package dev.holdfast.detector.io.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.detector.Hostile;
import dev.holdfast.detector.io.alertmanager.ForeignAlerts.Posted;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

class ForeignAlertsTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final String FIRING =
            """
            [{"labels":{"alertname":"Slow","system":"shop"},"annotations":{"a":"b"},
              "startsAt":"2026-11-20T11:59:00Z","endsAt":"2026-11-20T12:04:00Z","generatorURL":"http://p"}]\
            """;

    private static Posted api(String json) {
        return ForeignAlerts.api(json.getBytes(StandardCharsets.UTF_8), NOW);
    }

    private static List<String> shown(Posted posted) {
        return posted.measured().stream()
                .map(m -> m.samples().labels() + " " + m.samples().values()[0])
                .toList();
    }

    @Test
    void an_alert_that_fires_is_one_and_says_when_it_ends() {
        assertThat(shown(api(FIRING)))
                .containsExactly(
                        "holdfast_alert{alertname=\"Slow\", system=\"shop\"} 1.0",
                        "holdfast_alert_ends_seconds{alertname=\"Slow\", system=\"shop\"} 1.79517624E9");
    }

    @Test
    void an_alert_whose_end_is_reached_is_zero() {
        String now = FIRING.replace("12:04:00Z", "12:00:00Z");
        String almost = FIRING.replace("12:04:00Z", "12:00:00.001Z");

        assertThat(shown(api(now)))
                .containsExactly("holdfast_alert{alertname=\"Slow\", system=\"shop\"} 0.0");
        assertThat(shown(api(almost))).first().asString().endsWith(" 1.0");
    }

    @Test
    void gos_zero_time_is_no_end() {
        String open = FIRING.replace("2026-11-20T12:04:00Z", "0001-01-01T00:00:00Z");

        assertThat(shown(api(open)))
                .containsExactly("holdfast_alert{alertname=\"Slow\", system=\"shop\"} 1.0");
    }

    @Test
    void a_webhook_says_each_alerts_state() {
        String body =
                """
                {"version":"4","status":"firing","groupKey":"{}:{}","truncatedAlerts":0,"receiver":"h","alerts":[
                 {"status":"firing","labels":{"alertname":"A"},"startsAt":"2026-11-20T11:00:00Z","endsAt":"0001-01-01T00:00:00Z"},
                 {"status":"resolved","labels":{"alertname":"B"},"startsAt":"2026-11-20T11:00:00Z","endsAt":"2026-11-20T11:30:00Z"}]}\
                """;

        assertThat(shown(ForeignAlerts.webhook(body.getBytes(StandardCharsets.UTF_8), NOW)))
                .containsExactly(
                        "holdfast_alert{alertname=\"A\"} 1.0",
                        "holdfast_alert{alertname=\"B\"} 0.0");
    }

    @Test
    void another_version_of_the_webhook_is_refused() {
        assertThatThrownBy(() ->
                        ForeignAlerts.webhook(
                                "{\"version\":\"3\",\"alerts\":[]}"
                                        .getBytes(StandardCharsets.UTF_8),
                                NOW))
                .hasMessage("version is \"3\", known is \"4\"");
    }

    @Test
    void one_wrong_alert_does_not_keep_the_others_out() {
        Posted posted =
                api(
                        """
                        [{"labels":{}}, {"labels":{"a":"b"}}, {"labels":{"a":5}}, {"labels":{"a":""}},
                         {"labels":{"a":"c"},"startsAt":"yesterday"},
                         {"labels":{"a":"d"},"startsAt":"2026-11-20T12:00:00Z","endsAt":"2026-11-20T11:00:00Z"}]\
                        """);

        assertThat(shown(posted)).containsExactly("holdfast_alert{a=\"b\"} 1.0");
        assertThat(posted.problems())
                .containsExactly(
                        "invalid label set: at least one label with a value is needed",
                        "invalid label: a=5",
                        "invalid label set: at least one label with a value is needed",
                        "startsAt 'yesterday' is no RFC 3339 time",
                        "start time must be before end time");
    }

    @Test
    void broken_bodies_are_refused_and_cost_little() {
        Hostile.texts(FIRING)
                .read(
                        10_000,
                        400,
                        ForeignAlerts.Unreadable.class,
                        body -> ForeignAlerts.api(body, NOW));
        Hostile.texts(
                        "{\"version\":\"4\",\"alerts\":"
                                + FIRING.replace("{\"labels", "{\"status\":\"firing\",\"labels")
                                + "}")
                .read(
                        10_000,
                        400,
                        ForeignAlerts.Unreadable.class,
                        body -> ForeignAlerts.webhook(body, NOW));
    }
}
