package dev.holdfast.detector.domain.promql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Random;

class GoPowerTest {

    /// The answers are promtool's.
    @ParameterizedTest
    @CsvSource({
        "1.0000001, 1e9, 2.688103843211962E+43",
        "1.1, 3000, 1.506799525173294E+124",
        "0.999999, 12345678, 4.348480113089664E-06",
        "-3, 7, -2.187E+03",
        "-3, -7, -4.572473708276177E-04",
        "2, 0.5, 1.4142135623730951E+00",
        "10, -300, 9.999999999999994E-301",
        "1e-310, 2, 0E+00",
        "3, 600, 1.873927703884794E+286",
        "-1, Infinity, 1E+00",
        "0, -3, Infinity",
        "-0, -3, -Infinity",
        "Infinity, -2, 0E+00",
        "-Infinity, 3, -Infinity",
        "1.5, 1e300, Infinity",
        "7, 12345, Infinity",
        "1.00001, 54321, 1.7215194189329726E+00",
        "-1.5, 2.5, NaN",
        "123456.789, 17, 3.595461244715757E+86",
        "0.3, 101, 1.5461325621960302E-53",
        "5e-324, 1, 5E-324",
        "1.7, -77, 1.800665541976724E-18",
        "1.122901694889702, 1478, 2.541486491933472E+74",
        "1.2951935655656968, 2680, 1.1400859387343333E+301",
        "1.422324996665417, 128, 3.8357637910950216E+19",
        "1.340348120522668, 1030, 1.0817776121114566E+131",
        "1.1489745531369242, 652, 2.1008135049409596E+39",
        "0.6132059646531444, 1931, 0E+00",
        "1.3684454578650953, 1569, 5.507260231587367E+213",
        "1.0437608592359304, 2360, 7.913639604997289E+43",
        "0.7493307144426866, 897, 3.820852708765602E-113",
        "0.908151054974514, 755, 2.5666065566964047E-32",
        "1.416345371808552, 1605, 4.2316937950530287E+242",
        "0.6596042123580382, 304, 1.153877812235665E-55",
        "0.6387674183989032, 2539, 0E+00",
        "0.9448356861375214, 551, 2.63824261074813E-14",
        "0.5017748622025346, 31, 5.197277556616498E-10",
        "0.7094563824951179, 892, 1.0610222711464698E-133",
        "1.4601271002174996, 689, 1.841475124121301E+113",
        "1.3724077654368019, 1194, 1.4285685634563267E+164",
        "0.8136513677349536, 824, 1.5893065231661292E-74",
        "1.0392234688708106, 2786, 3.557322457431362E+46",
    })
    void a_power_is_prometheus_to_the_last_digit(double x, double y, double power) {
        assertThat(Double.valueOf(GoPower.of(x, y))).isEqualTo(Double.valueOf(power));
    }

    @Test
    void small_powers_are_as_javas_but_for_last_digits() {
        Random random = new Random(3);
        for (int i = 0; i < 100_000; i++) {
            double x = random.nextGaussian() * Math.pow(10, random.nextInt(-20, 20));
            double y = random.nextBoolean() ? random.nextInt(-30, 30) : random.nextGaussian() * 10;
            double java = Math.pow(x, y);
            double go = GoPower.of(x, y);
            boolean near =
                    Double.compare(java, go) == 0
                            || Math.abs(java - go) <= 1e-13 * Math.abs(java) + Double.MIN_NORMAL;
            assertThat(near).as("%s ^ %s is %s, was %s", x, y, java, go).isTrue();
        }
    }
}
