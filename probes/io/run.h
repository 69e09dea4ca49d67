// Runs one coroutine to its end on a loop of its own: for plugins and one-shot commands.
#pragma once

#include <exception>
#include <optional>
#include <utility>

#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>

#include "probes/io/task.h"

namespace replwatch::io {

template <class T>
T run(Task<T> task) {
  asio::io_context loop(1);
  std::optional<T> result;
  std::exception_ptr trouble;
  asio::co_spawn(loop, std::move(task), [&](std::exception_ptr thrown, T value) {
    trouble = thrown;
    if (!thrown) result.emplace(std::move(value));
  });
  while (!result && !trouble) loop.run_one();
  if (trouble) std::rethrow_exception(trouble);
  return std::move(*result);
}

}  // namespace replwatch::io
