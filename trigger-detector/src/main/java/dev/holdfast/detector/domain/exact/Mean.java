package dev.holdfast.detector.domain.exact;

/// The mean as Prometheus 3 takes it: of the compensated sum, or step by step once that sum would overflow.
public final class Mean {

    private final Kahan running = new Kahan();
    private double count;
    private boolean stepwise;

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

    public double result() {
        return stepwise ? running.total() : running.sum / count + running.compensation / count;
    }
}
