package dev.holdfast.executor.io.aws;

import static org.assertj.core.api.Assertions.assertThat;

import static software.amazon.awssdk.core.checksums.RequestChecksumCalculation.WHEN_REQUIRED;

import dev.holdfast.executor.domain.plan.Preview;
import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.flow.Call;
import dev.holdfast.executor.io.Calls;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterType;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Every action at AWS on an emulator that keeps state as AWS does.
@SuppressWarnings("unchecked") // the SDK's own varargs of consumers
class AwsTest {
    private static Emulator aws = new Emulator("");

    private final String own = "h" + UUID.randomUUID().toString().substring(0, 8);

    @BeforeAll
    static void anEmulator() {
        aws = Emulator.open();
    }

    private static Effect effect() {
        return Calls.effect(UUID.randomUUID().toString());
    }

    private static String current(SecretsManagerClient client, String secret) {
        return client.getSecretValue(r -> r.secretId(secret).versionStage("AWSCURRENT"))
                .secretString();
    }

    @Test
    void a_secret_goes_back_to_the_version_before_and_forth_again() {
        SecretStage action = new SecretStage();
        try (SecretsManagerClient client = aws.client(SecretsManagerClient.builder())) {
            client.createSecret(r -> r.name(own).secretString("{\"host\":\"canary-old\"}"));
            client.putSecretValue(r -> r.secretId(own).secretString("{\"host\":\"canary-new\"}"));
            Call call = aws.planned(action, Map.of("secret", own));
            Effect effect = effect();
            assertThat(action.observe(call, effect)).isInstanceOf(Finding.NotDone.class);

            Emulator.done(action.apply(call, effect));
            assertThat(current(client, own)).contains("canary-old");
            Emulator.done(action.apply(call, effect)); // twice is once
            assertThat(current(client, own)).contains("canary-old");
            Emulator.done(action.observe(call, effect));

            Emulator.done(action.undo(call, effect()));
            assertThat(current(client, own)).contains("canary-new");
            Emulator.done(action.observeUndo(call, effect()));
        }
    }

    @Test
    void one_field_of_a_secret_becomes_a_new_version_once_and_goes_back() {
        SecretField action = new SecretField();
        try (SecretsManagerClient client = aws.client(SecretsManagerClient.builder())) {
            client.createSecret(
                    r -> r.name(own).secretString("{\"host\":\"old\",\"password\":\"canary-p\"}"));
            Map<String, Object> with = Map.of("secret", own, "field", "host", "value", "restored");
            Call call = aws.planned(action, with);
            Effect effect = effect();

            Finding.Done done = Emulator.done(action.apply(call, effect));
            Emulator.done(action.apply(call, effect));
            assertThat(done.toString()).doesNotContain("canary");
            assertThat(current(client, own))
                    .isEqualTo("{\"host\":\"restored\",\"password\":\"canary-p\"}");
            assertThat(client.describeSecret(r -> r.secretId(own)).versionIdsToStages()).hasSize(2);

            assertThat(
                            action.plan(aws.call(Map.of("secret", own, "field", "x", "value", "y")))
                                    .obstacles())
                    .containsExactly("secret %s has no field x".formatted(own));
            Emulator.done(action.undo(call, effect()));
            assertThat(current(client, own)).contains("\"host\":\"old\"");
        }
    }

    @Test
    void a_stored_version_of_a_site_comes_back_and_the_versions_are_never_touched() {
        S3Sync action = new S3Sync();
        try (S3Client client =
                aws.client(
                        S3Client.builder()
                                .forcePathStyle(true)
                                .requestChecksumCalculation(WHEN_REQUIRED)
                                .serviceConfiguration(c -> c.chunkedEncodingEnabled(false)))) {
            client.createBucket(r ->
                    r.bucket(own)
                            .createBucketConfiguration(c -> c.locationConstraint("eu-central-1")));
            put(client, "versions/1.4.1/index.html", "old");
            put(client, "versions/1.4.1/app.js", "same");
            put(client, "versions/1.5.0/index.html", "new");
            put(client, "versions/1.5.0/more.js", "more");
            put(client, "index.html", "new");
            put(client, "app.js", "same");
            put(client, "more.js", "more");
            put(client, "upload.png", "of a customer");
            Map<String, Object> with = Map.of("bucket", own, "from", "versions/1.4.1");
            Preview preview = action.plan(aws.call(with));
            assertThat(preview.does())
                    .isEqualTo(
                            "make s3://%s/ like versions/1.4.1/: copy 1 (index.html), delete 2 (more.js, upload.png)"
                                    .formatted(own));
            assertThat(preview.dataLost())
                    .isEqualTo("what is in no stored version: 1 (upload.png)");

            Call call = aws.call(with, preview.rests());
            Emulator.done(action.apply(call, effect()));
            assertThat(text(client, "index.html")).isEqualTo("old");
            assertThat(Listing.of(client, own, "").items().keySet())
                    .containsExactly(
                            "app.js",
                            "index.html",
                            "versions/1.4.1/app.js",
                            "versions/1.4.1/index.html",
                            "versions/1.5.0/index.html",
                            "versions/1.5.0/more.js");
            assertThat(action.plan(call).does()).endsWith("copy nothing, delete nothing");
            Emulator.done(action.observe(call, effect()));

            put(client, "versions/1.4.1/app.js", "changed since");
            assertThat(action.apply(call, effect())).isInstanceOf(Finding.NotDone.class);
            for (String to : List.of("versions", "versions/1.4.1/", "versions/1.5.0/x/")) {
                assertThat(
                                action.plan(
                                                aws.call(
                                                        Map.of(
                                                                "bucket", own,
                                                                "from", "versions/1.4.1",
                                                                "to", to)))
                                        .obstacles())
                        .singleElement()
                        .asString()
                        .contains("lies among the versions");
            }
            assertThat(
                            action.plan(aws.call(Map.of("bucket", own, "from", "versions/9/")))
                                    .obstacles())
                    .singleElement()
                    .asString()
                    .startsWith("there is nothing under versions/9/");
        }
    }

    private void put(S3Client client, String key, String text) {
        client.putObject(r -> r.bucket(own).key(key), RequestBody.fromString(text));
    }

    private String text(S3Client client, String key) {
        return client.getObjectAsBytes(r -> r.bucket(own).key(key)).asUtf8String();
    }

    @Test
    void a_cache_is_invalidated_once_for_one_effect() {
        Invalidate action = new Invalidate();
        try (CloudFrontClient client = aws.client(CloudFrontClient.builder())) {
            String id =
                    client.createDistribution(r ->
                                    r.distributionConfig(d ->
                                            d.callerReference(own)
                                                    .comment("test")
                                                    .enabled(true)
                                                    .origins(o ->
                                                            o.quantity(1)
                                                                    .items(i ->
                                                                            i.id("o")
                                                                                    .domainName(
                                                                                            "a.s3.amazonaws.com")
                                                                                    .s3OriginConfig(
                                                                                            s ->
                                                                                                    s
                                                                                                            .originAccessIdentity(
                                                                                                                    ""))))
                                                    .defaultCacheBehavior(b ->
                                                            b.targetOriginId("o")
                                                                    .viewerProtocolPolicy(
                                                                            "allow-all"))))
                            .distribution()
                            .id();
            Map<String, Object> with = Map.of("distribution", id, "paths", List.of("/*"));
            Call call = aws.planned(action, with);
            Finding.Done done = Emulator.done(action.apply(call, effect()));
            assertThat(done.outputs()).containsKey("invalidation");
            assertThat(
                            action.plan(
                                            aws.call(
                                                    Map.of(
                                                            "distribution",
                                                            "NONE",
                                                            "paths",
                                                            List.of("/*"))))
                                    .obstacles())
                    .hasSize(1);
        }
    }

    @Test
    void a_parameter_goes_back_to_an_earlier_version() {
        SsmParameter action = new SsmParameter();
        String name = "/shop/" + own;
        try (SsmClient client = aws.client(SsmClient.builder())) {
            client.putParameter(r -> r.name(name).value("calm").type(ParameterType.SECURE_STRING));
            client.putParameter(r ->
                    r.name(name).value("wild").type(ParameterType.SECURE_STRING).overwrite(true));
            Call call = aws.planned(action, Map.of("name", name, "version", "1"));
            Emulator.done(action.apply(call, effect()));
            assertThat(value(client, name)).isEqualTo("calm");
            Emulator.done(action.apply(call, effect())); // twice is once
            Emulator.done(action.observe(call, effect()));
            Emulator.done(action.undo(call, effect()));
            assertThat(value(client, name)).isEqualTo("wild");

            client.putParameter(r ->
                    r.name(name).value("other").type(ParameterType.SECURE_STRING).overwrite(true));
            assertThat(action.apply(call, effect())).isInstanceOf(Finding.NotDone.class);
            assertThat(value(client, name)).isEqualTo("other");
        }
    }

    private static String value(SsmClient client, String name) {
        return client.getParameter(r -> r.name(name).withDecryption(true)).parameter().value();
    }

    @Test
    void a_database_is_restored_beside_the_old_one_in_its_own_network() {
        RdsRestore action = new RdsRestore();
        try (RdsClient client = aws.client(RdsClient.builder())) {
            client.createDBInstance(r ->
                    r.dbInstanceIdentifier(own)
                            .dbInstanceClass("db.t3.medium")
                            .engine("postgres")
                            .masterUsername("a")
                            .masterUserPassword("canary-pw")
                            .vpcSecurityGroupIds("sg-0123")
                            .allocatedStorage(10)
                            .port(5433));
            client.createDBSnapshot(
                    r -> r.dbInstanceIdentifier(own).dbSnapshotIdentifier(own + "-pre-v2-0-0"));
            Map<String, Object> with =
                    Map.of(
                            "like",
                            own,
                            "instance",
                            own + "-restored",
                            "snapshots",
                            List.of(own + "-gone", own + "-pre-v2.0.0"));
            Preview preview = action.plan(aws.call(with));
            assertThat(preview.obstacles()).isEmpty();
            assertThat(preview.unchecked())
                    .containsExactly("snapshot %s-gone is not there".formatted(own));
            assertThat(preview.dataLost()).startsWith("what was written to " + own + " since ");
            assertThat(preview.does()).contains("security groups [sg-0123]", "db.t3.medium");

            Call call = aws.call(with, preview.rests());
            Effect effect = effect();
            assertThat(action.observe(call, effect)).isInstanceOf(Finding.NotDone.class);
            Finding.Done done = Emulator.done(action.apply(call, effect));
            assertThat(done.outputs()).containsKeys("endpoint", "port");
            Emulator.done(action.apply(call, effect)); // twice is once
            Emulator.done(action.observe(call, effect));
            assertThat(action.observe(call, effect())).isInstanceOf(Finding.NotDone.class);
            assertThat(action.plan(call).obstacles()).hasSize(1);

            Emulator.done(action.undo(call, effect()));
            Emulator.done(action.observeUndo(call, effect()));
            assertThat(RdsRestore.instance(client, own)).isPresent();
            assertThat(
                            action.plan(
                                            aws.call(
                                                    Map.of(
                                                            "like",
                                                            own,
                                                            "instance",
                                                            own + "-x",
                                                            "snapshots",
                                                            List.of("none"))))
                                    .obstacles())
                    .containsExactly("no snapshot can be used: snapshot none is not there");
        }
    }

    @Test
    void a_service_gets_the_task_definition_before() {
        EcsService action = new EcsService();
        try (EcsClient client = aws.client(EcsClient.builder())) {
            client.createCluster(r -> r.clusterName(own));
            for (String image : List.of("shop:1", "shop:2")) {
                client.registerTaskDefinition(r ->
                        r.family(own)
                                .containerDefinitions(c -> c.name("web").image(image).memory(64)));
            }
            client.createService(r ->
                    r.cluster(own).serviceName("web").taskDefinition(own + ":2").desiredCount(1));
            Call call = aws.planned(action, Map.of("cluster", own, "service", "web"));
            assertThat(action.plan(call).does())
                    .contains(own + ":1 (web=shop:1), now " + own + ":2");
            Emulator.done(action.apply(call, effect()));
            Emulator.done(action.observe(call, effect()));
            Emulator.done(action.undo(call, effect()));
            Emulator.done(action.observeUndo(call, effect()));
        }
    }
}
