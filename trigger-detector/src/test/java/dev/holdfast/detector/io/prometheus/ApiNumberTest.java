package dev.holdfast.detector.io.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiNumberTest {
    @ParameterizedTest
    @CsvSource({
        "1,1,1e+00",
        "0,0,0e+00",
        "-0.0,-0,-0e+00",
        "0.05,0.05,5e-02",
        "1000000,1000000,1e+06",
        "0.000001,0.000001,1e-06",
        "0.00000012,1.2e-07,1.2e-07",
        "1e21,1e+21,1e+21",
        "123.456,123.456,1.23456e+02",
        "1e20,100000000000000000000,1e+20",
        "NaN,NaN,NaN",
        "Infinity,+Inf,+Inf"
    })
    void numbers_are_written_as_prometheus_writes_them(double value, String sample, String alert) {
        assertThat(ApiNumber.sample(value)).isEqualTo(sample);
        assertThat(ApiNumber.alert(value)).isEqualTo(alert);
    }
}
