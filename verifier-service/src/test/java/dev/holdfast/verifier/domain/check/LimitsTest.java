package dev.holdfast.verifier.domain.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.Verdict;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// One tick on either side of every limit of every kind, on a time that the test sets.
class LimitsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration TICK = Duration.ofNanos(1);
    private static final Given GIVEN =
            new Given(
                    Map.of(),
                    Map.of("system", "shop", "environment", "production"),
                    Map.of("before", "100"));
    private static final KubernetesCheck.Workload WORKLOAD =
            new KubernetesCheck.Workload(
                    new KubernetesCheck.Cluster("c", null, null), "n", "deployment", "web");

    private static void is(Finding finding, Verdict verdict) {
        assertThat(finding.verdict()).as(finding.says()).isEqualTo(verdict);
    }

    private static Bound atMost(String limit) {
        return new Bound(Relation.AT_MOST, new Bound.Constant(limit));
    }

    @Test
    void a_certificate_is_good_for_exactly_as_long_as_asked() {
        TlsCheck check = new TlsCheck("h:443", null, null, Duration.ofDays(14));
        is(check.judge(certificate(NOW, NOW.plus(Duration.ofDays(14))), GIVEN), Verdict.PASSED);
        is(
                check.judge(certificate(NOW, NOW.plus(Duration.ofDays(14)).minus(TICK)), GIVEN),
                Verdict.FAILED);
        Instant later = NOW.plus(TICK);
        is(check.judge(certificate(later, NOW.plus(Duration.ofDays(90))), GIVEN), Verdict.FAILED);
    }

    private static TlsCheck.Certificate certificate(Instant from, Instant until) {
        return new TlsCheck.Certificate("s", "i", List.of(), from, until, null, NOW, TICK);
    }

    @Test
    void a_latency_is_below_its_limit_or_not() {
        RedisCheck check = new RedisCheck("h:1", null, null, false, Duration.ofMillis(20));
        is(
                check.judge(
                        new RedisCheck.Reply("+PONG", Duration.ofMillis(20).minus(TICK)), GIVEN),
                Verdict.PASSED);
        is(
                check.judge(new RedisCheck.Reply("+PONG", Duration.ofMillis(20)), GIVEN),
                Verdict.FAILED);
    }

    @Test
    void a_connection_and_an_answer_are_there_within_their_limit_or_not() {
        Duration limit = Duration.ofMillis(100);
        TcpCheck tcp = new TcpCheck("h:1", limit);
        is(tcp.judge(new Answer.Connected(limit.minus(TICK)), GIVEN), Verdict.PASSED);
        is(tcp.judge(new Answer.Connected(limit), GIVEN), Verdict.FAILED);
        is(HttpCheck.latency(limit.minus(TICK), limit), Verdict.PASSED);
        is(HttpCheck.latency(limit, limit), Verdict.FAILED);
    }

    @Test
    void a_table_is_as_full_as_in_the_backup_within_its_tolerance_or_not() {
        RestoredCheck check =
                new RestoredCheck(
                        new BackupCheck.Place("/b", "x"),
                        new DatabaseTemplate("d", "h", "5432", "d", "u", null, "prefer", null),
                        Map.of("t", new SqlText("select count(*) from t", List.of())),
                        0.1);
        is(check.judge(restored("90"), GIVEN), Verdict.PASSED);
        is(check.judge(restored("89"), GIVEN), Verdict.FAILED);
        is(check.judge(restored("110"), GIVEN), Verdict.PASSED);
        is(check.judge(restored("111"), GIVEN), Verdict.FAILED);
    }

    private static RestoredCheck.BothAnswers restored(String rows) {
        return new RestoredCheck.BothAnswers(
                new BackupCheck.Found("f", 1, NOW, NOW, null, 1, Map.of("t", 100L), TICK),
                new SqlBatchCheck.Tables(
                        List.of(new Answer.Rows(List.of(List.of(rows)), false, TICK)), TICK),
                TICK);
    }

    @Test
    void a_backup_is_younger_and_larger_or_not() {
        BackupCheck check =
                new BackupCheck(
                        new BackupCheck.Place("/b", "x"), Duration.ofHours(26), 1_000, true);
        Instant edge = NOW.minus(Duration.ofHours(26));
        is(check.judge(backup(edge.plus(TICK), 1_000, null), GIVEN), Verdict.PASSED);
        is(check.judge(backup(edge, 1_000, null), GIVEN), Verdict.FAILED);
        is(check.judge(backup(NOW, 999, null), GIVEN), Verdict.FAILED);
        is(check.judge(backup(NOW, 1_000, "cut off"), GIVEN), Verdict.FAILED);
    }

    private static BackupCheck.Found backup(Instant at, long size, @Nullable String problem) {
        return new BackupCheck.Found("f", size, at, NOW, problem, 1, Map.of(), TICK);
    }

    @Test
    void a_lag_and_its_consumers_are_within_their_limits_or_not() {
        KafkaLagCheck check =
                new KafkaLagCheck(
                        new KafkaLagCheck.Broker(List.of("h:1"), false, null, null),
                        "g",
                        List.of(),
                        atMost("10"),
                        2);
        is(check.judge(lags(10, 2), GIVEN), Verdict.PASSED);
        is(check.judge(lags(11, 2), GIVEN), Verdict.FAILED);
        is(check.judge(lags(10, 1), GIVEN), Verdict.FAILED);
    }

    private static KafkaLagCheck.Lags lags(long lag, int members) {
        return new KafkaLagCheck.Lags(Map.of("t-0", lag), 0, members, TICK);
    }

    @Test
    void a_restart_counts_until_its_time_is_over() {
        KubernetesCheck check = kubernetes(Duration.ofMinutes(10), Duration.ofMinutes(10));
        Instant edge = NOW.minus(Duration.ofMinutes(10));
        is(check.judge(state(pods(2, edge), 2, 2, edge), GIVEN), Verdict.PASSED);
        is(check.judge(state(pods(2, edge.plus(TICK)), 2, 2, edge), GIVEN), Verdict.FAILED);
        is(check.judge(state(pods(2, null), 2, 2, edge.plus(TICK)), GIVEN), Verdict.FAILED);
    }

    @Test
    void a_rollout_is_complete_with_the_last_pod_and_not_before() {
        KubernetesCheck check = kubernetes(null, Duration.ofMinutes(10));
        Instant old = NOW.minus(Duration.ofDays(1));
        is(check.judge(state(pods(2, null), 2, 2, old), GIVEN), Verdict.PASSED);
        is(check.judge(state(pods(2, null), 1, 2, old), GIVEN), Verdict.FAILED);
        is(check.judge(state(pods(2, null), 2, 1, old), GIVEN), Verdict.FAILED);
        is(check.judge(state(pods(1, null), 2, 2, old), GIVEN), Verdict.FAILED);
        is(check.judge(state(pods(3, null), 2, 2, old), GIVEN), Verdict.FAILED);
        KubernetesCheck.State none =
                new KubernetesCheck.State(
                        new KubernetesCheck.Rollout(1, 1, 0, 0, 0, 0, null, Map.of()),
                        List.of(),
                        null,
                        List.of(),
                        NOW,
                        TICK);
        is(check.judge(none, GIVEN), Verdict.FAILED);
    }

    private static KubernetesCheck kubernetes(@Nullable Duration calm, Duration since) {
        return new KubernetesCheck(
                WORKLOAD,
                new KubernetesCheck.Wanted(
                        null,
                        Map.of(),
                        calm,
                        null,
                        com.google.re2j.Pattern.compile("BackOff"),
                        since));
    }

    private static List<KubernetesCheck.Pod> pods(int count, @Nullable Instant restarted) {
        return java.util.stream.IntStream.range(0, count)
                .mapToObj(i ->
                        new KubernetesCheck.Pod(
                                "p" + i, "Running", true, 1, "", restarted, Map.of("web", "i")))
                .toList();
    }

    private static KubernetesCheck.State state(
            List<KubernetesCheck.Pod> pods, int updated, int available, Instant event) {
        return new KubernetesCheck.State(
                new KubernetesCheck.Rollout(3, 3, 2, 2, updated, available, null, Map.of()),
                pods,
                null,
                List.of(new KubernetesCheck.Event(event, "Warning", "BackOff", "again", "p0")),
                NOW,
                TICK);
    }

    @Test
    void a_container_has_run_for_long_enough_or_not() {
        DockerCheck check =
                new DockerCheck(
                        new DockerCheck.Which("c", null, null),
                        null,
                        null,
                        false,
                        Duration.ofMinutes(1));
        Instant edge = NOW.minus(Duration.ofMinutes(1));
        is(check.judge(container(edge), GIVEN), Verdict.PASSED);
        is(check.judge(container(edge.plus(TICK)), GIVEN), Verdict.FAILED);
        is(check.judge(container(null), GIVEN), Verdict.FAILED);
    }

    private static DockerCheck.Containers container(@Nullable Instant started) {
        return new DockerCheck.Containers(
                List.of(new DockerCheck.Container("c", "i", "running", "", 0, started)), NOW, TICK);
    }

    @Test
    void a_business_number_may_be_so_much_below_what_is_usual_and_no_more() {
        BusinessCheck check =
                new BusinessCheck(
                        new BusinessCheck.Promql(null, "orders", null), 2, 2, 0.5, true, 10);
        is(check.judge(weeks(50, 100, 100), GIVEN), Verdict.PASSED);
        is(check.judge(weeks(Math.nextDown(50.0), 100, 100), GIVEN), Verdict.FAILED);
        is(check.judge(weeks(150, 100, 100), GIVEN), Verdict.PASSED);
        is(check.judge(weeks(Math.nextUp(150.0), 100, 100), GIVEN), Verdict.FAILED);
        is(check.judge(weeks(10, 10, 10), GIVEN), Verdict.PASSED);
        is(check.judge(weeks(10, 9.99, 9.99), GIVEN), Verdict.INCONCLUSIVE);
        is(check.judge(weeks(50, 100, Double.NaN), GIVEN), Verdict.INCONCLUSIVE);
    }

    private static Answer.Series weeks(double... values) {
        return new Answer.Series(
                java.util.Arrays.stream(values)
                        .mapToObj(v -> List.of(new Answer.Sample(Map.of(), v)))
                        .toList(),
                List.of(),
                TICK);
    }

    @Test
    void a_value_falls_or_it_does_not() {
        MetricsCheck falling =
                new MetricsCheck(
                        new MetricsCheck.Api(null, null),
                        "q",
                        atMost("1"),
                        new Trend(true, Duration.ofMinutes(4)),
                        null);
        is(falling.judge(weeks(5, 6, 7, 8, 9), GIVEN), Verdict.PASSED);
        is(falling.judge(weeks(5, 5, 5, 5, 5), GIVEN), Verdict.FAILED);
        is(falling.judge(weeks(5, 5, 5, 5, Math.nextUp(5.0)), GIVEN), Verdict.PASSED);
        is(falling.judge(weeks(5, 5, 5, 5, Math.nextDown(5.0)), GIVEN), Verdict.FAILED);
        is(falling.judge(weeks(9, 3, 1, 0, 10), GIVEN), Verdict.FAILED);
        is(falling.judge(weeks(1, 0, 0, 0, 0), GIVEN), Verdict.PASSED);
        is(falling.judge(weeks(Math.nextUp(1.0), 0, 0, 0, 0), GIVEN), Verdict.FAILED);
        is(falling.judge(weeks(5, 6, 7, Double.NaN, 9), GIVEN), Verdict.FAILED);
        assertThat(falling.judge(weeks(5, 6, 7, Double.NaN, 9), GIVEN).says())
                .contains("its trend is not known");
    }

    @Test
    void a_series_that_jumps_up_at_its_end_does_not_fall() {
        Trend trend = new Trend(true, Duration.ofMinutes(4));
        assertThat(trend.moments())
                .containsExactly(
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(2),
                        Duration.ofMinutes(3),
                        Duration.ofMinutes(4));
    }

    @Test
    void a_factor_of_what_was_before_is_a_limit() {
        Bound thrice = new Bound(Relation.AT_MOST, new Bound.Snapshotted("before", 0, 3, false));
        is(thrice.judge("p95", "300", GIVEN), Verdict.PASSED);
        is(thrice.judge("p95", "300.0000000001", GIVEN), Verdict.FAILED);
        Bound held = new Bound(Relation.AT_MOST, new Bound.Snapshotted("before", 0, 1, true));
        is(held.judge("p95", "1", GIVEN), Verdict.INCONCLUSIVE);
    }

    @Test
    void records_of_a_name_are_enough_or_not() {
        DnsCheck check = new DnsCheck("n.example", "A", null, List.of(), List.of(), 2);
        is(check.judge(records("192.0.2.1", "192.0.2.2"), GIVEN), Verdict.PASSED);
        is(check.judge(records("192.0.2.1"), GIVEN), Verdict.FAILED);
        is(check.judge(records("192.0.2.1", "192.0.2.1"), GIVEN), Verdict.FAILED);
    }

    private static DnsCheck.Records records(String... addresses) {
        return new DnsCheck.Records(true, List.of(addresses), TICK);
    }
}
