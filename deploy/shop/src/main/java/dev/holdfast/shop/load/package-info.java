/// Customers: a steady mix of requests and what became of them.
@NullMarked
package dev.holdfast.shop.load;

import org.jspecify.annotations.NullMarked;
