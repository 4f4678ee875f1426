package dev.holdfast.notifier.io.aws;

import dev.holdfast.backbone.pack.PackManifest.SecretReference;
import dev.holdfast.notifier.domain.notice.Outcome;
import dev.holdfast.notifier.domain.notice.Outcome.Later;
import dev.holdfast.notifier.domain.notice.Outcome.Refused;
import dev.holdfast.notifier.domain.plan.Address.AwsAccess;
import dev.holdfast.notifier.io.channel.Untold;
import dev.holdfast.notifier.io.secret.Secrets;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;

import java.net.URI;

/// What the channels by way of AWS have in common. The SDK's own repetitions are off: the pipeline
/// repeats, and remembers that it does.
final class AwsChannels {
    private static final int THROTTLED = 429;

    private AwsChannels() {}

    static <
                    B extends
                            AwsSyncClientBuilder<B, C>
                                    & software.amazon.awssdk.awscore.client.builder
                                                    .AwsClientBuilder<
                                            B, C>,
                    C>
            C client(B builder, AwsAccess access, Secrets secrets) throws Untold {
        builder.region(Region.of(access.region()))
                .credentialsProvider(credentials(access, secrets))
                .httpClientBuilder(
                        UrlConnectionHttpClient.builder()
                                .connectionTimeout(access.timeout())
                                .socketTimeout(access.timeout()))
                .overrideConfiguration(
                        ClientOverrideConfiguration.builder()
                                .retryStrategy(b -> b.maxAttempts(1))
                                .apiCallTimeout(access.timeout())
                                .build());
        URI endpoint = access.endpoint();
        if (endpoint != null) {
            builder.endpointOverride(endpoint);
        }
        return builder.build();
    }

    static Outcome judge(SdkException e) {
        String said = String.valueOf(e.getMessage());
        if (e instanceof AwsServiceException s
                && s.statusCode() / 100 == 4
                && s.statusCode() != THROTTLED
                && s.statusCode() != 403
                && !s.isThrottlingException()) {
            return new Refused(said);
        }
        return new Later(said, null);
    }

    private static AwsCredentialsProvider credentials(AwsAccess access, Secrets secrets)
            throws Untold {
        SecretReference id = access.id();
        SecretReference key = access.key();
        return id == null || key == null
                ? DefaultCredentialsProvider.builder().build()
                : StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(secrets.need(id), secrets.need(key)));
    }
}
