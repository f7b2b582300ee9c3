// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// A kernel allocates nothing, takes no lock that could wait and calls no system: every one of the catalogue runs while
// the C library's allocations are counted, then in a child process in which any system call but its last is deadly. A
// twin of each test does what is forbidden, and is found out. (A lock that never waits makes no system call; there is
// none in the kernels' headers.)
#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <new>
#include <vector>

#include <catch2/catch.hpp>

#if defined(__linux__)
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#endif

#include "catalogue/table.hpp"

namespace {
std::atomic<long> allocations{0};
void count_one() { allocations.fetch_add(1, std::memory_order_relaxed); }
}  // namespace

// operator new comes here, too
#if defined(__SANITIZE_ADDRESS__)
extern "C" int __sanitizer_install_malloc_and_free_hooks(void (*)(const volatile void*, std::size_t),
                                                         void (*)(const volatile void*));
[[maybe_unused]] static const int hooked = __sanitizer_install_malloc_and_free_hooks(
    [](const volatile void*, std::size_t) { count_one(); }, [](const volatile void*) {});
#else
extern "C" {
void* __libc_malloc(std::size_t);
void* __libc_calloc(std::size_t, std::size_t);
void* __libc_realloc(void*, std::size_t);
void* __libc_memalign(std::size_t, std::size_t);
void* malloc(std::size_t size) { return count_one(), __libc_malloc(size); }
void* calloc(std::size_t n, std::size_t size) { return count_one(), __libc_calloc(n, size); }
void* realloc(void* p, std::size_t size) { return count_one(), __libc_realloc(p, size); }
void* memalign(std::size_t alignment, std::size_t size) { return count_one(), __libc_memalign(alignment, size); }
void* aligned_alloc(std::size_t alignment, std::size_t size) { return count_one(), __libc_memalign(alignment, size); }
int posix_memalign(void** p, std::size_t alignment, std::size_t size) {
  return count_one(), *p = __libc_memalign(alignment, size), *p == nullptr ? 12 : 0;
}
}
#endif

namespace {

using ogive::catalogue::record;

constexpr std::size_t count = 1003, columns = 17, rows = count / columns;

/// Memory for every kernel of an entry.
template <class T>
struct arrays {
  std::vector<std::vector<T>> in, out;
  std::vector<const T*> inputs;
  std::vector<T*> outputs;
  std::vector<T> upstream, parameters, gradients;

  explicit arrays(const record& r)
      : in(r.inputs.size(), std::vector<T>(count)),
        out(16 + r.results * 4, std::vector<T>(count)),
        upstream(count, T(1)) {
    for (auto& v : in) {
      for (std::size_t i = 0; i != count; ++i) v[i] = static_cast<T>(i % 100) / T(8) - T(6);
      inputs.push_back(v.data());
    }
    for (auto& v : out) outputs.push_back(v.data());
    for (const auto& p : r.parameters) parameters.push_back(static_cast<T>(p.initial));
    gradients.resize(parameters.size());
  }
};

template <class T>
void run_all(const ogive::catalogue::kernels<T>& k, arrays<T>& a) {
  if (k.value != nullptr) k.value(a.inputs.data(), a.outputs.data(), count, a.parameters.data());
  if (k.value_with_derivatives != nullptr)
    k.value_with_derivatives(a.inputs.data(), a.outputs.data(), count, a.parameters.data());
  if (k.backward != nullptr)
    k.backward(a.inputs.data(), a.upstream.data(), a.outputs.data(), count, a.parameters.data(), a.gradients.data());
  if (k.map_rows != nullptr) k.map_rows(a.inputs.data(), a.outputs.data(), rows, columns, a.parameters.data());
  if (k.backward_rows != nullptr)
    k.backward_rows(a.inputs.data(), a.upstream.data(), a.outputs.data(), rows, columns, a.parameters.data(),
                    a.gradients.data());
}

long allocations_of(const record& r) {
  arrays<float> single(r);
  arrays<double> wide(r);
  const long before = allocations.load();
  run_all(r.for_float, single);
  run_all(r.for_double, wide);
  return allocations.load() - before;
}

}  // namespace

TEST_CASE("no kernel of the catalogue allocates") {
  for (const record& r : ogive::catalogue::table()) {
    INFO(r.name);
    CHECK(allocations_of(r) == 0);
  }
  const auto is_counted = [](auto allocate) {
    const long before = allocations.load();
    void* volatile memory = allocate();
    const long after = allocations.load();
    std::free(memory);
    return after == before + 1;
  };
  CHECK(is_counted([] { return std::malloc(7); }));
  CHECK(is_counted([] { return std::calloc(7, 1); }));
  CHECK(is_counted([] { return std::aligned_alloc(64, 64); }));
  CHECK(is_counted([]() -> void* {
    void* p = nullptr;
    return posix_memalign(&p, 64, 64) == 0 ? p : nullptr;
  }));
  const long before = allocations.load();
  ::operator delete(::operator new(64, std::align_val_t(64)), std::align_val_t(64));
  CHECK(allocations.load() == before + 1);
}

#if defined(__linux__)
namespace {

enum class outcome { quiet, killed, not_possible };

/// Runs something in a child that may make no system call.
template <class Run>
outcome in_silence(Run run) {
  const pid_t child = fork();
  if (child == 0) {
    if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT) != 0) _exit(2);
    run();
    syscall(SYS_exit, 0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  if (WIFEXITED(status)) return WEXITSTATUS(status) == 0 ? outcome::quiet : outcome::not_possible;
  return outcome::killed;
}

}  // namespace

TEST_CASE("no kernel of the catalogue calls the system") {
  const outcome loud = in_silence([] { (void)getppid(); });
  if (loud == outcome::not_possible) return;  // an emulator may not know how
  CHECK(loud == outcome::killed);
  for (const record& r : ogive::catalogue::table()) {
    INFO(r.name);
    arrays<float> single(r);
    arrays<double> wide(r);
    CHECK(in_silence([&] {
            run_all(r.for_float, single);
            run_all(r.for_double, wide);
          }) == outcome::quiet);
  }
}
#endif
