package dev.holdfast.executor.io.aws;

import static software.amazon.awssdk.core.checksums.RequestChecksumCalculation.WHEN_REQUIRED;

import dev.holdfast.executor.whole.specimen.Subject;

import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterType;

import java.net.URI;
import java.util.UUID;

/// What acts on AWS, here on an emulator.
public final class AwsSpecimens {
    private AwsSpecimens() {}

    public static Subject secretStage() {
        Emulator aws = Emulator.open();
        String own = own();
        var client = aws.client(SecretsManagerClient.builder());
        client.createSecret(r -> r.name(own).secretString("old"));
        client.putSecretValue(r -> r.secretId(own).secretString("new"));
        return subject(
                aws,
                "aws.secret.stage",
                "secret: " + own,
                () ->
                        client.getSecretValue(r -> r.secretId(own).versionStage("AWSCURRENT"))
                                        .secretString()
                                        .equals("old")
                                ? 1
                                : 0,
                client);
    }

    public static Subject secretField() {
        Emulator aws = Emulator.open();
        String own = own();
        var client = aws.client(SecretsManagerClient.builder());
        client.createSecret(r -> r.name(own).secretString("{\"host\":\"old\"}"));
        return subject(
                aws,
                "aws.secret.field",
                "secret: %s, field: host, value: restored".formatted(own),
                () -> client.describeSecret(r -> r.secretId(own)).versionIdsToStages().size() - 1,
                client);
    }

    public static Subject parameter() {
        Emulator aws = Emulator.open();
        String own = "/shop/" + own();
        var client = aws.client(SsmClient.builder());
        client.putParameter(r -> r.name(own).value("calm").type(ParameterType.STRING));
        client.putParameter(
                r -> r.name(own).value("wild").type(ParameterType.STRING).overwrite(true));
        return subject(
                aws,
                "aws.ssm.parameter",
                "name: \"%s\", version: 1".formatted(own),
                () -> (int) (client.getParameter(r -> r.name(own)).parameter().version() - 2),
                client);
    }

    public static Subject sync() {
        Emulator aws = Emulator.open();
        String own = own();
        var client =
                aws.client(
                        S3Client.builder()
                                .forcePathStyle(true)
                                .requestChecksumCalculation(WHEN_REQUIRED)
                                .serviceConfiguration(c -> c.chunkedEncodingEnabled(false)));
        client.createBucket(r ->
                r.bucket(own).createBucketConfiguration(c -> c.locationConstraint("eu-central-1")));
        client.putObject(
                r -> r.bucket(own).key("versions/1.4.1/index.html"), RequestBody.fromString("old"));
        client.putObject(r -> r.bucket(own).key("index.html"), RequestBody.fromString("new"));
        return subject(
                aws,
                "aws.s3.sync",
                "bucket: %s, from: versions/1.4.1".formatted(own),
                () ->
                        client.getObjectAsBytes(r -> r.bucket(own).key("index.html"))
                                        .asUtf8String()
                                        .equals("old")
                                ? 1
                                : 0,
                client);
    }

    public static Subject database() {
        Emulator aws = Emulator.open();
        String own = "db-" + own();
        var client = aws.client(RdsClient.builder());
        client.createDBInstance(r ->
                r.dbInstanceIdentifier(own)
                        .dbInstanceClass("db.t3.medium")
                        .engine("postgres")
                        .masterUsername("a")
                        .masterUserPassword("password")
                        .allocatedStorage(10));
        client.createDBSnapshot(
                r -> r.dbInstanceIdentifier(own).dbSnapshotIdentifier(own + "-pre"));
        return subject(
                aws,
                "aws.rds.restore",
                "like: %1$s, instance: %1$s-restored, snapshots: [%1$s-pre]".formatted(own),
                () ->
                        (int)
                                client.describeDBInstances().dbInstances().stream()
                                        .filter(i ->
                                                i.dbInstanceIdentifier().equals(own + "-restored"))
                                        .count(),
                client);
    }

    private static String own() {
        return "holdfast-" + UUID.randomUUID().toString().substring(0, 8);
    }

    private static Subject subject(
            Emulator aws,
            String action,
            String more,
            Subject.Counting effects,
            AutoCloseable client) {
        URI uri = URI.create(aws.endpoint());
        String access =
                "region: eu-central-1, access-key: AKIATEST, secret-key: s, endpoint: \"%s\", "
                        .formatted(aws.endpoint());
        return Subject.of(action, "{" + access + more + "}", effects)
                .hosts(uri.getHost() + ":" + uri.getPort())
                .ending(client);
    }
}
