package dev.holdfast.executor.io.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.executor.domain.plan.Preview;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.domain.runbook.Allowed;
import dev.holdfast.executor.flow.Call;
import dev.holdfast.executor.flow.EffectAction;
import dev.holdfast.executor.io.Calls;

import org.junit.jupiter.api.Assumptions;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// An AWS endpoint for tests.
record Emulator(String endpoint) {
    /// Skips the test without one.
    static Emulator open() {
        String endpoint = System.getenv("HOLDFAST_AWS_ENDPOINT");
        Assumptions.assumeTrue(
                endpoint != null && !endpoint.isBlank(),
                "HOLDFAST_AWS_ENDPOINT names no emulator of AWS");
        return new Emulator(String.valueOf(endpoint));
    }

    Call call(Map<String, Object> with) {
        return call(with, Map.of());
    }

    Call call(Map<String, Object> with, Map<String, String> rests) {
        Map<String, Object> all = new HashMap<>(with);
        all.put("region", "eu-central-1");
        all.put("access-key", "AKIATEST");
        all.put("secret-key", "canary-secret");
        all.put("endpoint", endpoint);
        URI uri = URI.create(endpoint);
        String host = uri.getHost() + ":" + uri.getPort();
        return Calls.call(new Allowed(List.of(), List.of(host), List.of()), all, rests);
    }

    /// What the effect rests on after a plan without obstacles.
    Call planned(EffectAction action, Map<String, Object> with) {
        Preview preview = action.plan(call(with));
        assertThat(preview.obstacles()).isEmpty();
        assertThat(preview.does()).doesNotContain("canary");
        return call(with, preview.rests());
    }

    static Finding.Done done(Finding finding) {
        assertThat(finding).isInstanceOf(Finding.Done.class);
        return (Finding.Done) finding;
    }

    <
                    B extends
                            software.amazon.awssdk.awscore.client.builder.AwsClientBuilder<B, C>
                                    & software.amazon.awssdk.awscore.client.builder
                                                    .AwsSyncClientBuilder<
                                            B, C>,
                    C>
            C client(B builder) {
        return Account.client(builder, call(Map.of()), Duration.ofSeconds(20));
    }
}
