/// Our own API: the kill switch, rollbacks and plans.
@org.jspecify.annotations.NullMarked
package dev.holdfast.executor.io.http;
