package dev.holdfast.detector.io.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.detector.domain.series.Labels;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpositionParserTest {
    /// The example of Prometheus' own documentation of the format.
    private static final String EXAMPLE =
            """
            # HELP http_requests_total The total number of HTTP requests.
            # TYPE http_requests_total counter
            http_requests_total{method="post",code="200"} 1027 1395066363000
            http_requests_total{method="post",code="400"}    3 1395066363000

            # Escaping in label values:
            msdos_file_access_time_seconds{path="C:\\\\DIR\\\\FILE.TXT",error="Cannot find file:\\n\\"FILE.TXT\\""} 1.458255915e9

            # Minimalistic line:
            metric_without_timestamp_and_labels 12.47

            # A weird metric from before the epoch:
            something_weird{problem="division by zero"} +Inf -3982045

            # A histogram, which has a pretty complex representation in the text format:
            # HELP http_request_duration_seconds A histogram of the request duration.
            # TYPE http_request_duration_seconds histogram
            http_request_duration_seconds_bucket{le="0.05"} 24054
            http_request_duration_seconds_bucket{le="1"} 133988
            http_request_duration_seconds_bucket{le="+Inf"} 144320
            http_request_duration_seconds_sum 53423
            http_request_duration_seconds_count 144320

            # TYPE rpc_duration_seconds summary
            rpc_duration_seconds{quantile="0.01"} 3102
            rpc_duration_seconds{quantile="1"} 76656
            rpc_duration_seconds_sum 1.7560473e+07
            rpc_duration_seconds_count 2693
            """;

    @Test
    void the_documented_example_is_read() {
        var lines = ExpositionParser.parse(EXAMPLE).samples();
        assertThat(lines).hasSize(14);
        assertThat(lines.getFirst())
                .isEqualTo(
                        new Exposition.Line(
                                Labels.of(
                                        "__name__",
                                        "http_requests_total",
                                        "method",
                                        "post",
                                        "code",
                                        "200"),
                                1027,
                                1395066363000L));
        assertThat(lines.get(2).labels().get("path")).isEqualTo("C:\\DIR\\FILE.TXT");
        assertThat(lines.get(2).labels().get("error")).isEqualTo("Cannot find file:\n\"FILE.TXT\"");
        assertThat(lines.get(4).value()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(lines.get(4).at()).isEqualTo(-3982045);
        assertThat(lines.get(3).at()).isEqualTo(Exposition.NO_TIME);
    }

    @Test
    void bounds_and_quantiles_are_written_as_prometheus_3_does() {
        var lines = ExpositionParser.parse(EXAMPLE).samples();
        assertThat(lines).extracting(l -> l.labels().get("le")).contains("0.05", "1.0", "+Inf");
        assertThat(lines).extracting(l -> l.labels().get("quantile")).contains("0.01", "1.0");
    }

    @ParameterizedTest
    @CsvSource({
        "a 1,1",
        "a  1e3,1000",
        "a{} -0.5,-0.5",
        "'a{x=\"1\",} 7',7",
        "'{\"a.b\",x=\"1\"} 2',2",
        "a +Inf,Infinity",
        "a NaN,NaN",
        "a .5,0.5"
    })
    void odd_but_right_lines_are_read(String line, double value) {
        assertThat(ExpositionParser.parse(line).samples().getFirst().value())
                .isEqualTo(Double.valueOf(value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a x",
                "a 1 2 3",
                "a{x} 1",
                "a{x=1} 1",
                "a{x=\"1} 1",
                "a{x=\"1\" 1",
                "a{x=\"1\",x=\"2\"} 1",
                "1a 1",
                "a{x=\"\\q\"} 1",
                "a 1d",
                "a 0x10",
                "a 1_000",
                "{x=\"1\"} 1",
                "a Infinity",
                "# TYPE a",
                "<html>"
            })
    void a_page_with_one_wrong_line_is_refused_with_its_number(String line) {
        assertThatThrownBy(() -> ExpositionParser.parse("up 1\n" + line + "\n"))
                .isInstanceOf(Exposition.Malformed.class)
                .hasMessageStartingWith("line 2: ");
    }

    @Property(tries = 2000)
    void any_text_is_read_or_refused(@ForAll String text) {
        try {
            ExpositionParser.parse(text);
        } catch (Exposition.Malformed e) {
            assertThat(e).hasMessageStartingWith("line ");
        }
    }
}
