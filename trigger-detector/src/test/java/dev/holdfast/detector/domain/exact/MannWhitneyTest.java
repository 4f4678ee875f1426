package dev.holdfast.detector.domain.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;
import java.util.Random;

class MannWhitneyTest {
    private static double[] numbers(String text) {
        return Arrays.stream(text.split(" ")).mapToDouble(Double::parseDouble).toArray();
    }

    /// By SciPy 1.17: `mannwhitneyu(a, b, alternative='two-sided', method='asymptotic',
    /// use_continuity=True)`; the deviation is `norm.isf(pvalue / 2)`. The first are R's `wilcox.test`
    /// example, the last four full of ties.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0.8 0.83 1.89 1.04 1.45 1.38 1.91 1.64 0.73 1.46 | 1.15 0.88 0.9 0.74 1.21 | 0.7000000000 | 1.16350763",
                "4.616 5.767 4.661 4.527 3.605 4.68 6.668 5.636 | 6.555 5.373 5.592 5.278 2.501 6.283 5.76 5.748 | 0.3593750000 | 0.89267855",
                "3.463 3.384 4.666 5.298 6.458 5.931 6.781 5.037 6.463 6.591 5.008 8.576 | 5.835 6.796 4.07 3.891 4.484 4.84 5.948 5.373 4.329 3.565 4.219 6.831 3.788 5.367 5.64 2.765 5.073 6.959 1.978 4.518 4.841 3.774 5.746 4.907 2.803 6.242 6.004 6.419 7.161 5.543 | 0.6111111111 | 1.09977094",
                "5.579 3.451 6.323 4.482 4.721 3.503 3.949 4.603 7.333 2.352 3.213 5.759 7.565 6.268 2.55 1.623 5.936 4.296 3.72 6.866 7.053 5.636 5.769 6.052 7.791 6.329 6.178 6.222 3.048 7.323 6.833 6.194 2.439 4.449 6.663 2.683 5.124 6.929 3.433 7.815 | 5.828 4.775 5.487 5.975 5.181 6.718 4.008 4.378 6.563 5.04 3.679 6.42 7.198 4.333 2.93 4.798 4.776 4.553 7.107 3.46 6.891 3.098 3.819 5.947 6.693 6.289 5.518 5.214 5.229 5.863 4.736 5.416 5.859 5.001 6.146 5.849 8.016 5.487 4.359 4.441 | 0.5006250000 | 0.00481128",
                "5 6 4 6 8 1 3 5 6 5 4 6 5 4 9 6 4 5 5 5 | 1 4 7 3 5 6 6 7 2 4 4 6 7 1 7 3 6 3 5 7 5 5 6 5 5 | 0.5140000000 | 0.15159342",
                "9 9 7 11 5 8 7 7 8 7 8 5 5 8 6 5 5 9 8 9 6 7 5 8 9 6 9 8 7 4 | 7 5 4 6 6 7 3 7 7 7 | 0.7116666667 | 2.00460917",
                "4 3 6 4 4 6 4 1 3 1 5 4 3 4 5 | 5 7 5 7 7 7 4 6 2 3 2 7 3 5 5 | 0.3066666667 | 1.81137433",
                "5 4 6 8 5 6 7 5 3 4 7 3 4 7 6 5 7 6 4 3 4 7 4 4 4 3 5 4 6 2 6 4 2 6 5 2 4 6 5 6 6 6 6 7 6 6 2 7 7 5 | 4 8 2 6 9 4 6 8 5 6 6 4 5 5 6 5 5 3 4 6 5 4 4 9 7 6 1 6 6 8 6 5 6 2 7 5 4 7 8 3 4 5 5 4 4 8 7 3 3 8 6 8 6 4 5 2 4 5 6 4 | 0.4720000000 | 0.51029728",
            })
    void it_says_what_scipy_says(String a, String b, double effect, double deviation) {
        MannWhitney test = MannWhitney.of(numbers(a), numbers(b));
        assertThat(test.effect()).isEqualTo(effect, within(1e-9));
        assertThat(test.deviation()).isEqualTo(deviation, within(1e-6));
        MannWhitney swapped = MannWhitney.of(numbers(b), numbers(a));
        assertThat(swapped.effect()).isEqualTo(1 - effect, within(1e-9));
        assertThat(swapped.deviation()).isEqualTo(deviation, within(1e-6));
    }

    /// By SciPy: `norm.ppf`.
    @ParameterizedTest
    @CsvSource({
        "0.5, 0",
        "0.75, 0.6744897502",
        "0.95, 1.6448536270",
        "0.975, 1.9599639845",
        "0.99, 2.3263478740",
        "0.999999, 4.7534243088",
        "0.999999999, 5.9978070196"
    })
    void quantiles_of_the_normal_distribution(double p, double quantile) {
        assertThat(MannWhitney.quantile(p)).isEqualTo(quantile, within(1e-5));
    }

    @Test
    void what_never_changes_never_differs() {
        double[] same = new double[50];
        assertThat(MannWhitney.of(same, same)).isEqualTo(new MannWhitney(0.5, 0));
        assertThat(MannWhitney.of(same, same).effectAt(0.5)).isEqualTo(0.5);
    }

    /// Of a thousand pairs from one distribution about two in a hundred may be told to differ; a shift
    /// of one standard deviation is nearly always seen.
    @Test
    void it_cries_wolf_as_often_as_its_confidence_says_and_sees_a_wolf() {
        Random random = new Random(20_261_120);
        int alarms = 0;
        int seen = 0;
        for (int i = 0; i < 1_000; i++) {
            double[] before = random.doubles(60).map(Math::log).toArray();
            double[] after = random.doubles(40).map(Math::log).toArray();
            alarms += MannWhitney.of(after, before).effectAt(0.98) == 0.5 ? 0 : 1;
            double[] worse = Arrays.stream(after).map(v -> v + 1).toArray();
            seen += MannWhitney.of(worse, before).effectAt(0.98) > 0.6 ? 1 : 0;
        }
        assertThat(alarms).isBetween(5, 40);
        assertThat(seen).isGreaterThan(950);
    }
}
