@org.jspecify.annotations.NullMarked
package dev.holdfast.executor.io.pm2;
