// Runs one coroutine to its end on a loop of its own: for plugins and one-shot commands. What it throws, run
// throws.
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
  // Asio would make a T of nothing where the coroutine throws, and not every T can be made of nothing.
  auto keep = [](Task<T> kept, std::optional<T>& into) -> Task<void> {
    into.emplace(co_await std::move(kept));
  };
  asio::co_spawn(loop, keep(std::move(task), result), [&](std::exception_ptr thrown) { trouble = thrown; });
  while (!result && !trouble) loop.run_one();
  if (trouble) std::rethrow_exception(trouble);
  return std::move(*result);
}

}  // namespace replwatch::io
