package dev.holdfast.detector.domain.window;

import dev.holdfast.detector.domain.promql.BinaryOp;

/// A number that an operator needs beside its vectors.
sealed interface ScalarSource {

    double at(Pass pass);

    record Constant(double value) implements ScalarSource {
        @Override
        public double at(Pass pass) {
            return value;
        }
    }

    record Time() implements ScalarSource {
        @Override
        public double at(Pass pass) {
            return pass.now() / 1000.0;
        }
    }

    record Calculated(BinaryOp op, ScalarSource left, ScalarSource right) implements ScalarSource {
        @Override
        public double at(Pass pass) {
            return op.calculate(left.at(pass), right.at(pass));
        }
    }

    /// The only element of a vector, or NaN. Always taken exactly, since it may decide anything.
    record Only(Node node) implements ScalarSource {
        @Override
        public double at(Pass pass) {
            node.evaluate(new Pass(pass.now(), true));
            double found = Double.NaN;
            int count = 0;
            for (int i = 0; i < node.size(); i++) {
                if (node.present(i)) {
                    found = node.value(i);
                    count++;
                }
            }
            return count == 1 ? found : Double.NaN;
        }
    }
}
