/// What keeps a shop: its folder with releases, its database, its customers, in one process.
@NullMarked
package dev.holdfast.shop.keeper;

import org.jspecify.annotations.NullMarked;
