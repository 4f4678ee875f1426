package dev.holdfast.executor.io.aws;

import dev.holdfast.executor.flow.Call;

import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// The versions of one secret with their stages. Values are never in it.
///
/// @param all stages by version
record Versions(String secret, Map<String, List<String>> all) {
    static final String CURRENT = "AWSCURRENT";
    static final String PREVIOUS = "AWSPREVIOUS";

    static SecretsManagerClient open(Call call, Duration limit) {
        return Account.client(SecretsManagerClient.builder(), call, limit);
    }

    static Versions of(SecretsManagerClient client, String secret) {
        return new Versions(
                secret,
                Map.copyOf(client.describeSecret(r -> r.secretId(secret)).versionIdsToStages()));
    }

    /// The version that has this stage.
    String at(String stage) {
        return all.entrySet().stream()
                .filter(e -> e.getValue().contains(stage))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() ->
                        new AwsAction.Hindered(
                                "secret %s has no version with stage %s".formatted(secret, stage)));
    }
}
