// Task<T>: a coroutine of the one loop. The only header that names Asio's awaitable; include it only in io
// and where coroutines are written.
#pragma once

#include <asio/awaitable.hpp>

namespace replwatch::io {

template <class T>
using Task = asio::awaitable<T>;

}  // namespace replwatch::io
