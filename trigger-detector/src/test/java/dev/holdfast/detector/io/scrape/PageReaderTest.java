package dev.holdfast.detector.io.scrape;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.time.Duration;

class PageReaderTest {

    /// Where clouds keep the credentials of a machine.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/latest/meta-data/",
                "http://[fe80::1]/metrics",
                "http://224.0.0.1/metrics",
                "http://[fd00:ec2::254]/latest/meta-data/",
                "http://100.100.100.200/latest/meta-data/"
            })
    void credentials_of_the_cloud_are_never_scraped(String url) {
        try (var pages = new PageReader()) {
            assertThatThrownBy(() -> pages.read(url, Duration.ofSeconds(20)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("never scraped");
        }
    }

    @Test
    void an_address_without_a_host_is_refused_with_its_words() {
        try (var pages = new PageReader()) {
            assertThatThrownBy(() -> pages.read("http://my_service/m", Duration.ofSeconds(20)))
                    .isInstanceOf(IOException.class)
                    .hasMessage("http://my_service/m names no host that can be resolved");
        }
    }
}
