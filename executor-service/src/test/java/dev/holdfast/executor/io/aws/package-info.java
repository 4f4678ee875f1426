/// The actions at AWS, on an emulator that speaks its protocols and on a scripted server.
@org.jspecify.annotations.NullMarked
package dev.holdfast.executor.io.aws;
