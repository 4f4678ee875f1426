package dev.holdfast.detector.domain.exact;

/// A compensated sum (Neumaier's form of Kahan's), step by step what Prometheus does.
public final class Kahan {

    double sum;
    double compensation;

    public Kahan() {}

    Kahan(double sum, double compensation) {
        this.sum = sum;
        this.compensation = compensation;
    }

    public void add(double value) {
        double total = sum + value;
        if (Double.isInfinite(total)) {
            compensation = 0;
        } else if (Math.abs(sum) >= Math.abs(value)) {
            compensation += (sum - total) + value;
        } else {
            compensation += (value - total) + sum;
        }
        sum = total;
    }

    public double total() {
        return sum + compensation;
    }
}
