package dev.holdfast.notifier.io.channel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;

class ReachTest {
    private final Reach reach =
            new Reach(List.of(URI.create("http://127.0.0.1:7403")), ReachTest::resolve);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/latest/meta-data/iam",
                "http://[fe80::1]/",
                "http://[fd00:ec2::254]/latest",
                "http://100.100.100.200/",
                "http://0.0.0.0:7402/",
                "http://224.0.0.1/",
                "http://metadata.example/",
                "http://both.example/",
                "smtp://meta_data.example:25",
                "smtp://[fe80::1]:25"
            })
    void no_channel_leads_to_the_metadata_of_a_cloud_or_to_nobody(String url) {
        assertThat(reach.refusal(URI.create(url))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:7403/api/halt",
                "http://localhost:7403/api/halt",
                "http://127.9.9.9:7403/",
                "http://[::1]:7403/"
            })
    void no_channel_leads_to_our_own_services(String url) {
        assertThat(reach.refusal(URI.create(url)))
                .hasValueSatisfying(r -> assertThat(r).contains("Holdfast's own"));
    }

    @Test
    void everything_else_may_be_told() {
        assertThat(reach.refusal(URI.create("https://hooks.example/x"))).isEmpty();
        assertThat(reach.refusal(URI.create("http://127.0.0.1:9093/api"))).isEmpty();
        assertThat(reach.refusal(URI.create("smtp://mail_relay:25"))).isEmpty();
    }

    @Test
    void a_name_that_nobody_knows_is_left_to_the_attempt() {
        assertThat(reach.refusal(URI.create("https://unknown.example/"))).isEmpty();
    }

    private static InetAddress[] resolve(String host) throws UnknownHostException {
        return switch (host) {
            case "metadata.example", "meta_data.example" ->
                    new InetAddress[] {InetAddress.ofLiteral("169.254.169.254")};
            case "both.example" ->
                    new InetAddress[] {
                        InetAddress.ofLiteral("192.0.2.7"), InetAddress.ofLiteral("169.254.169.254")
                    };
            case "hooks.example", "mail_relay" ->
                    new InetAddress[] {InetAddress.ofLiteral("192.0.2.7")};
            case "localhost" -> new InetAddress[] {InetAddress.ofLiteral("127.0.0.1")};
            case "unknown.example" -> throw new UnknownHostException(host);
            default -> new InetAddress[] {InetAddress.ofLiteral(host)};
        };
    }
}
