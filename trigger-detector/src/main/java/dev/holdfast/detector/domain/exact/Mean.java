package dev.holdfast.detector.domain.exact;

import dev.holdfast.detector.domain.promql.Dialect;

/// The mean of numbers as the dialect's Prometheus takes it. No two take it alike in the last digit, and `floor`
/// makes a whole number of a last digit.
///
///     Prometheus 3   of the compensated sum, or step by step once that sum would overflow
///     Prometheus 2   step by step from the first: `avg` plainly, `avg_over_time` with compensation
public sealed interface Mean {

    void add(double value);

    double result();

    static Mean ofElements(Dialect dialect) {
        return switch (dialect) {
            case PROMQL_2 -> new Stepwise(false);
            case PROMQL_3 -> new OfSum();
        };
    }

    static Mean overTime(Dialect dialect) {
        return switch (dialect) {
            case PROMQL_2 -> new Stepwise(true);
            case PROMQL_3 -> new OfSum();
        };
    }

    /// By how much the `count`th number moves the mean of those before it, where the mean is taken step by step.
    static double move(double mean, double value, double count) {
        boolean stays =
                Double.isInfinite(mean)
                        && !Double.isNaN(value)
                        && (!Double.isInfinite(value) || value == mean);
        return stays ? 0 : value / count - mean / count;
    }

    /// As Prometheus 3.
    final class OfSum implements Mean {

        private final Kahan running = new Kahan();
        private double count;
        private boolean stepwise;

        @Override
        public void add(double value) {
            count++;
            if (!stepwise) {
                double sum = running.sum;
                double compensation = running.compensation;
                running.add(value);
                if (count == 1 || !Double.isInfinite(running.sum)) {
                    return;
                }
                stepwise = true;
                running.sum = sum / (count - 1);
                running.compensation = compensation / (count - 1);
            }
            double kept = (count - 1) / count;
            running.sum *= kept;
            running.compensation *= kept;
            running.add(value / count);
        }

        @Override
        public double result() {
            return stepwise ? running.total() : running.sum / count + running.compensation / count;
        }
    }

    /// As Prometheus 2: each number moves the mean. An infinite mean stays unless NaN or the other infinity comes.
    final class Stepwise implements Mean {

        private final boolean compensated;
        private final Kahan mean = new Kahan();
        private double count;

        private Stepwise(boolean compensated) {
            this.compensated = compensated;
        }

        @Override
        public void add(double value) {
            count++;
            if (count == 1 && !compensated) {
                mean.sum = value;
                return;
            }
            double move = move(mean.sum, value, count);
            if (compensated) {
                mean.add(move);
            } else {
                mean.sum += move;
            }
        }

        @Override
        public double result() {
            return mean.total();
        }
    }
}
