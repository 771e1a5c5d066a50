// A value that counts only once it has stopped changing: for searches that ask while one types.
import { useEffect, useState } from 'react'

/** `value`, once it has not changed for `waitMs`. */
export function useSettled(value: string, waitMs = 180): string {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), waitMs)
    return () => clearTimeout(timer)
  }, [value, waitMs])
  return settled
}
