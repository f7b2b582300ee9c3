// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 0, base. A growing array for constant expressions. std::vector would do, but each of its instantiations costs
// 25 ms and a program has five: a file that uses one activation compiles 0.1 s faster with this.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <memory>
#include <utility>

namespace ogive::detail {

/// Elements in a row: what a pass reads and writes. T is a small value that needs no destructor.
template <class T>
class list {
 public:
  constexpr list() = default;
  constexpr list(std::initializer_list<T> elements) {
    reserve(elements.size());
    for (const T& e : elements) push_back(e);
  }
  constexpr list(const list& other) {
    reserve(other.size_);
    for (const T& e : other) push_back(e);
  }
  constexpr list(list&& other) noexcept { swap(other); }
  constexpr list& operator=(list other) noexcept {
    swap(other);
    return *this;
  }
  constexpr ~list() { release(); }

  constexpr void reserve(std::size_t capacity) {
    if (capacity <= capacity_) return;
    // memory without elements: a compiler's evaluator takes its time over each that is made
    T* const larger = std::allocator<T>().allocate(capacity);
    for (std::size_t i = 0; i != size_; ++i) std::construct_at(larger + i, elements_[i]);
    release();
    elements_ = larger;
    capacity_ = capacity;
  }
  constexpr void push_back(const T& e) {
    if (size_ == capacity_) {
      const T copy = e;  // it may be one of ours
      reserve(capacity_ == 0 ? 8 : 2 * capacity_);
      std::construct_at(elements_ + size_++, copy);
    } else {
      std::construct_at(elements_ + size_++, e);
    }
  }
  constexpr void clear() { size_ = 0; }
  /// `count` times the same, instead of what was there.
  constexpr void assign(std::size_t count, const T& e) {
    list filled;
    filled.reserve(count);
    for (std::size_t i = 0; i != count; ++i) filled.push_back(e);
    swap(filled);
  }
  /// `count` zeros, instead of what was there.
  constexpr void assign_zero(std::size_t count) {
    list filled;
    filled.reserve(count);
    for (std::size_t i = 0; i != count; ++i) std::construct_at(filled.elements_ + i);
    filled.size_ = count;
    swap(filled);
  }

  [[nodiscard]] constexpr std::size_t size() const { return size_; }
  [[nodiscard]] constexpr bool empty() const { return size_ == 0; }
  [[nodiscard]] constexpr const T* data() const { return elements_; }
  [[nodiscard]] constexpr const T& operator[](std::size_t i) const { return elements_[i]; }
  [[nodiscard]] constexpr T& operator[](std::size_t i) { return elements_[i]; }
  [[nodiscard]] constexpr const T* begin() const { return elements_; }
  [[nodiscard]] constexpr const T* end() const { return elements_ + size_; }
  [[nodiscard]] constexpr const T& back() const { return elements_[size_ - 1]; }

  friend constexpr bool operator==(const list& a, const list& b) {
    if (a.size_ != b.size_) return false;
    for (std::size_t i = 0; i != a.size_; ++i) {
      if (!(a.elements_[i] == b.elements_[i])) return false;
    }
    return true;
  }

 private:
  T* elements_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;

  constexpr void release() {
    if (capacity_ != 0) std::allocator<T>().deallocate(elements_, capacity_);
  }

  constexpr void swap(list& other) noexcept {
    std::swap(elements_, other.elements_);
    std::swap(size_, other.size_);
    std::swap(capacity_, other.capacity_);
  }
};

}  // namespace ogive::detail
