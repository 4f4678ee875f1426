package dev.holdfast.executor.io.aws;

import dev.holdfast.executor.domain.runbook.ArgumentForm;
import dev.holdfast.executor.domain.runbook.ArgumentType;
import dev.holdfast.executor.flow.Call;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Which AWS account is spoken to, where, and as whom: the pack's key, or else what the executor itself
/// runs as (its environment, container or instance role).
final class Account {
    static final List<ArgumentForm> ARGUMENTS =
            List.of(
                    ArgumentForm.needs("region", ArgumentType.TEXT),
                    ArgumentForm.takes("access-key", ArgumentType.TEXT),
                    ArgumentForm.takes("secret-key", ArgumentType.TEXT),
                    ArgumentForm.takes("session-token", ArgumentType.TEXT),
                    ArgumentForm.takes("endpoint", ArgumentType.URL));

    private static final Duration CONNECT = Duration.ofSeconds(3);

    private Account() {}

    /// Where a service is, as a pack allows it: `host:port`.
    static URI place(Call call, String service) {
        Optional<String> endpoint = call.optional("endpoint");
        if (endpoint.isPresent()) {
            return URI.create(endpoint.get());
        }
        return service.equals("cloudfront")
                ? URI.create("https://cloudfront.amazonaws.com")
                : URI.create("https://%s.%s.amazonaws.com".formatted(service, call.text("region")));
    }

    /// Why this account is not spoken to, if it is not.
    static Optional<String> wrong(Call call, String service) {
        if (!call.text("region").matches("[a-z]{2}(-[a-z]{1,12}){1,3}-\\d{1,2}")) {
            return Optional.of("'%s' is no AWS region".formatted(call.text("region")));
        }
        for (String key : List.of("access-key", "secret-key", "session-token")) {
            if (call.text(key, "").chars().anyMatch(Character::isISOControl)) {
                return Optional.of(
                        "%s holds a control character, such as a line break".formatted(key));
            }
        }
        URI place = place(call, service);
        int port = place.getPort() >= 0 ? place.getPort() : secure(place) ? 443 : 80;
        return call.allowed().host(place.getHost(), port)
                ? Optional.empty()
                : Optional.of(
                        "%s:%d is none of the allowed hosts".formatted(place.getHost(), port));
    }

    private static boolean secure(URI place) {
        return "https".equals(place.getScheme());
    }

    /// A client that waits at most `limit` for an answer; the caller closes it.
    static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(
            B builder, Call call, Duration limit) {
        builder.region(Region.of(call.text("region")))
                .credentialsProvider(credentials(call))
                .overrideConfiguration(
                        ClientOverrideConfiguration.builder()
                                .apiCallTimeout(limit)
                                .retryStrategy(AwsRetryStrategy.doNotRetry())
                                .build())
                .httpClientBuilder(
                        UrlConnectionHttpClient.builder()
                                .connectionTimeout(CONNECT)
                                .socketTimeout(limit));
        call.optional("endpoint").ifPresent(e -> builder.endpointOverride(URI.create(e)));
        return builder.build();
    }

    private static AwsCredentialsProvider credentials(Call call) {
        Optional<String> key = call.optional("access-key");
        if (key.isEmpty()) {
            return DefaultCredentialsProvider.builder().build();
        }
        String secret = call.text("secret-key");
        return StaticCredentialsProvider.create(
                call.optional("session-token")
                        .<software.amazon.awssdk.auth.credentials.AwsCredentials>map(
                                token -> AwsSessionCredentials.create(key.get(), secret, token))
                        .orElseGet(() -> AwsBasicCredentials.create(key.get(), secret)));
    }
}
