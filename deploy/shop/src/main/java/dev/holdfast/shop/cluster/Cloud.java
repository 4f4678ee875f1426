package dev.holdfast.shop.cluster;

import com.fasterxml.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/// The team's part of an AWS account at an emulator, which HOLDFAST_AWS_ENDPOINT names: an RDS instance,
/// a secret, a bucket with its versions, a distribution before it. Every name holds `environment`, so
/// that labs of one emulator do not meet.
///
/// @param environment unlike that of any other lab
final class Cloud implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String NAMED = "HOLDFAST_AWS_ENDPOINT";
    private static final String REGION = "eu-central-1";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int WRONG = 300;

    private final URI endpoint;
    private final String environment;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private String distribution = "";

    private Cloud(URI endpoint, String environment) {
        this.endpoint = endpoint;
        this.environment = environment;
    }

    /// Whether an emulator is named.
    static boolean isThere() {
        String endpoint = System.getenv(NAMED);
        return endpoint != null && !endpoint.isBlank();
    }

    static Cloud connect(String environment) {
        return new Cloud(URI.create(Objects.requireNonNull(System.getenv(NAMED))), environment);
    }

    /// What the team has before anything goes wrong.
    ///
    /// @param version that is in the bucket, live and stored
    void begin(String version) throws IOException, InterruptedException {
        rds(
                Map.of(
                        "Action", "CreateDBInstance",
                        "DBInstanceIdentifier", instance(),
                        "DBInstanceClass", "db.t3.micro",
                        "Engine", "postgres",
                        "AllocatedStorage", "20",
                        "MasterUsername", "ecommerce",
                        "MasterUserPassword", "password-of-the-lab"));
        var _ =
                send(
                        "secretsmanager",
                        request("/")
                                .header("X-Amz-Target", "secretsmanager.CreateSecret")
                                .header("Content-Type", "application/x-amz-json-1.1")
                                .POST(
                                        body(
                                                JSON.writeValueAsString(
                                                        Map.of(
                                                                "Name",
                                                                environment + "/ecommerce/config",
                                                                "SecretString",
                                                                "{\"DB_HOST\": \"%s\"}"
                                                                        .formatted(instance()))))));
        put(
                "/" + bucket(),
                "<CreateBucketConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><LocationConstraint>%s</LocationConstraint></CreateBucketConfiguration>"
                        .formatted(REGION));
        publish(version);
        distribution =
                send(
                                "cloudfront",
                                request("/2020-05-31/distribution")
                                        .header("Content-Type", "application/xml")
                                        .POST(body(distributionOf(bucket()))))
                        .replaceAll("(?s).*?<Id>([A-Z0-9]+)</Id>.*", "$1");
    }

    private static String distributionOf(String bucket) {
        return """
        <DistributionConfig xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/">
          <CallerReference>%1$s</CallerReference><Comment>lab</Comment><Enabled>true</Enabled>
          <Origins><Quantity>1</Quantity><Items><Origin><Id>s3</Id><DomainName>%1$s.s3.amazonaws.com</DomainName>
            <S3OriginConfig><OriginAccessIdentity></OriginAccessIdentity></S3OriginConfig></Origin></Items></Origins>
          <DefaultCacheBehavior><TargetOriginId>s3</TargetOriginId><ViewerProtocolPolicy>allow-all</ViewerProtocolPolicy>
            <ForwardedValues><QueryString>false</QueryString><Cookies><Forward>none</Forward></Cookies></ForwardedValues>
            <MinTTL>0</MinTTL></DefaultCacheBehavior>
        </DistributionConfig>
        """
                .formatted(bucket);
    }

    private String instance() {
        return "ecommerce-" + environment;
    }

    private String bucket() {
        return "ecommerce-%s-frontend".formatted(environment);
    }

    /// What the pack's variables are here.
    Map<String, String> values() {
        String at = endpoint.toString();
        return Map.of(
                "env", environment,
                "s3", at,
                "cloudfront", at,
                "secretsmanager", at,
                "rds", at,
                "aws-addresses", endpoint.getAuthority(),
                "distribution", distribution);
    }

    /// As the pipeline does before it deploys; RDS takes no dots in names.
    void snapshotBefore(String version) throws IOException, InterruptedException {
        rds(
                Map.of(
                        "Action", "CreateDBSnapshot",
                        "DBInstanceIdentifier", instance(),
                        "DBSnapshotIdentifier",
                                "%s-pre-%s".formatted(instance(), version.replace('.', '-'))));
    }

    /// Whether somebody has had an instance restored.
    boolean isRestored() throws IOException, InterruptedException {
        return answered(
                                "rds",
                                query(
                                        Map.of(
                                                "Action",
                                                "DescribeDBInstances",
                                                "DBInstanceIdentifier",
                                                instance() + "-restored")))
                        .statusCode()
                < WRONG;
    }

    /// As the pipeline does: a version is stored, then customers get it.
    void publish(String version) throws IOException, InterruptedException {
        put("/%s/versions/%s/index.html".formatted(bucket(), version), page(version));
        put("/%s/index.html".formatted(bucket()), page(version));
    }

    private static String page(String version) {
        return "<!doctype html><title>ecommerce</title><p>%s</p>".formatted(version);
    }

    private void put(String path, String text) throws IOException, InterruptedException {
        var _ = send("s3", request(path).PUT(body(text)));
    }

    private void rds(Map<String, String> words) throws IOException, InterruptedException {
        var _ = send("rds", query(words));
    }

    private HttpRequest.Builder query(Map<String, String> words) {
        String form =
                words.entrySet().stream()
                        .map(e ->
                                e.getKey()
                                        + "="
                                        + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&", "", "&Version=2014-10-31"));
        return request("/")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(body(form));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(endpoint.resolve(path)).timeout(PATIENCE);
    }

    private static HttpRequest.BodyPublisher body(String text) {
        return HttpRequest.BodyPublishers.ofString(text);
    }

    private String send(String service, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = answered(service, request);
        if (answer.statusCode() >= WRONG) {
            throw new IOException(
                    "the emulator of AWS refuses %s with %d: %s"
                            .formatted(service, answer.statusCode(), answer.body()));
        }
        return answer.body();
    }

    /// An emulator reads from the signature which service is meant, and does not prove it.
    private HttpResponse<String> answered(String service, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return http.send(
                request.header(
                                "Authorization",
                                "AWS4-HMAC-SHA256 Credential=lab/20260101/%s/%s/aws4_request, SignedHeaders=host, Signature=0"
                                        .formatted(REGION, service))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        http.close();
    }
}
