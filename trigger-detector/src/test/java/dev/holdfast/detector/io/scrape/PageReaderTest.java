package dev.holdfast.detector.io.scrape;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
                "http://224.0.0.1/metrics"
            })
    void credentials_of_the_cloud_are_never_scraped(String url) {
        try (var pages = new PageReader()) {
            assertThatThrownBy(() -> pages.read(url, Duration.ofSeconds(20)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("never scraped");
        }
    }
}
