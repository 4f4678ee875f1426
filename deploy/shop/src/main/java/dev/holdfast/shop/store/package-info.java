/// The lab of my-store: an API in Node.js under PM2, released from git, with npm migrations.
@NullMarked
package dev.holdfast.shop.store;

import org.jspecify.annotations.NullMarked;
