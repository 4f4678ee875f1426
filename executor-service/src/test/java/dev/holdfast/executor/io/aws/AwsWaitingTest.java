package dev.holdfast.executor.io.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;

import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.domain.runbook.Allowed;
import dev.holdfast.executor.flow.Call;
import dev.holdfast.executor.io.Calls;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// What the emulator cannot show: waiting, throttling, lost answers. A server says what was written.
class AwsWaitingTest {
    private final Deque<String> answers = new ArrayDeque<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer server;

    @BeforeEach
    void aServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    byte[] body = exchange.getRequestBody().readAllBytes();
                    asked.add(
                            exchange.getRequestMethod()
                                    + " "
                                    + new String(body, StandardCharsets.UTF_8));
                    String answer = answers.size() > 1 ? answers.poll() : answers.peek();
                    if (answer == null || answer.equals("lost")) {
                        exchange.close();
                        return;
                    }
                    int status = Integer.parseInt(answer.substring(0, 3));
                    byte[] text = answer.substring(4).getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(status, text.length);
                    exchange.getResponseBody().write(text);
                    exchange.close();
                });
        server.start();
    }

    @AfterEach
    void closed() {
        server.stop(0);
    }

    private Call call(Map<String, Object> with) {
        return new Emulator("http://127.0.0.1:" + server.getAddress().getPort())
                .call(with, Map.of("snapshot", "s"));
    }

    private static Effect effect(Duration timeout) {
        return new Effect("the-key", 1, 1, timeout);
    }

    private static String instance(String status) {
        return "200 <DescribeDBInstancesResponse><DescribeDBInstancesResult><DBInstances><DBInstance>"
                + "<DBInstanceIdentifier>new</DBInstanceIdentifier><DBInstanceStatus>"
                + status
                + "</DBInstanceStatus><Endpoint><Address>db.test</Address><Port>5432</Port></Endpoint>"
                + "<TagList><Tag><Key>holdfast-effect</Key><Value>the-key</Value></Tag></TagList>"
                + "</DBInstance></DBInstances></DescribeDBInstancesResult></DescribeDBInstancesResponse>";
    }

    private Call restore() {
        return call(Map.of("like", "old", "instance", "new", "snapshots", List.of("s")));
    }

    @Test
    void a_restored_database_is_waited_for() {
        answers.addAll(
                List.of(instance("creating"), instance("backing-up"), instance("available")));
        Finding finding = new RdsRestore().apply(restore(), effect(Duration.ofSeconds(20)));
        assertThat(finding).isInstanceOf(Finding.Done.class);
        assertThat(((Finding.Done) finding).outputs()).containsEntry("endpoint", "db.test");
        assertThat(asked).hasSize(3).allMatch(a -> !a.contains("RestoreDBInstance"));
    }

    @Test
    void one_that_does_not_come_in_time_is_not_known_and_a_failed_one_is_failed() {
        answers.add(instance("creating"));
        assertThat(new RdsRestore().apply(restore(), effect(Duration.ofMillis(1500))))
                .isInstanceOf(Finding.Unsure.class);
        answers.clear();
        answers.add(instance("incompatible-network"));
        assertThat(new RdsRestore().apply(restore(), effect(Duration.ofSeconds(5))))
                .isInstanceOf(Finding.NotDone.class);
    }

    @Test
    void an_invalidation_is_waited_for() {
        String it =
                "<Invalidation><Id>I1</Id><Status>%s</Status><CreateTime>2026-11-20T10:00:00Z</CreateTime></Invalidation>";
        answers.addAll(
                List.of(
                        "201 " + it.formatted("InProgress"),
                        "200 " + it.formatted("InProgress"),
                        "200 " + it.formatted("Completed")));
        Call call = call(Map.of("distribution", "D", "paths", List.of("/*")));
        assertThat(new Invalidate().apply(call, effect(Duration.ofSeconds(20))))
                .isEqualTo(
                        new Finding.Done(
                                "invalidation I1 is completed", Map.of("invalidation", "I1")));
        assertThat(asked.getFirst()).contains("<CallerReference>the-key</CallerReference>");
    }

    @Test
    void a_lost_answer_and_a_5xx_are_not_known_a_refusal_and_throttling_are_not_done() {
        SsmParameter action = new SsmParameter();
        Call call = call(Map.of("name", "/a", "value", "b"));
        Effect effect = effect(Duration.ofSeconds(5));
        answers.add("lost");
        assertThat(action.apply(call, effect)).isInstanceOf(Finding.Unsure.class);
        assertThat(action.observe(call, effect)).isInstanceOf(Finding.Unsure.class);
        answers.clear();
        answers.add("503 {}");
        assertThat(action.apply(call, effect)).isInstanceOf(Finding.Unsure.class);
        answers.clear();
        answers.add("400 {\"__type\":\"ThrottlingException\",\"message\":\"slow down\"}");
        assertThat(action.apply(call, effect)).isInstanceOf(Finding.NotDone.class);
        answers.clear();
        answers.add("400 {\"__type\":\"AccessDeniedException\",\"message\":\"no\"}");
        assertThat(action.apply(call, effect)).isInstanceOf(Finding.NotDone.class);
        assertThat(action.plan(call).obstacles()).containsExactly("AccessDeniedException: no");
        int before = asked.size();
        action.plan(call);
        assertThat(asked).hasSize(before + 1); // nothing is repeated behind the engine's back
    }

    @Test
    void a_place_that_is_not_allowed_is_not_asked() {
        Map<String, Object> with =
                Map.of(
                        "name",
                        "/a",
                        "value",
                        "b",
                        "region",
                        "eu-central-1",
                        "access-key",
                        "x",
                        "secret-key",
                        "y");
        assertThat(new SsmParameter().plan(Calls.call(Allowed.NOTHING, with)).obstacles())
                .containsExactly("ssm.eu-central-1.amazonaws.com:443 is none of the allowed hosts");
        Map<String, Object> odd = new java.util.HashMap<>(with);
        odd.put("region", "x.evil.example#");
        assertThat(new SsmParameter().plan(Calls.call(Allowed.NOTHING, odd)).obstacles())
                .containsExactly("'x.evil.example#' is no AWS region");
    }
}
